import type { TestToken } from "../testing/tokens";

/** The findings of one round. Times in ms. */
export interface LedgerFindings {
  checks: number;
  accepted: number;
  /** Of them, those that a program answered from its own memory. */
  remembered: number;
  /** Checks without a verdict, because the database or the instance was unavailable. */
  unanswered: number;
  revoked: number;
  /** Requests that began after the revocation was answered and were accepted. Must be empty. */
  stale: string[];
  /** The longest time from sending a revocation to the beginning of a request that was still accepted. */
  lastAcceptAfterSending: number;
  /** The longest time until a revocation was answered. */
  slowestRevocation: number;
}

interface Entry {
  sentAt: number;
  answeredAt: number;
}

/** Records events by this process's clock, and judges each accepted check by them. */
export class Ledger {
  readonly findings: LedgerFindings = {
    checks: 0,
    accepted: 0,
    remembered: 0,
    unanswered: 0,
    revoked: 0,
    stale: [],
    lastAcceptAfterSending: 0,
    slowestRevocation: 0,
  };
  readonly #entries = new Map<string, Entry>();

  /** The first attempt counts as sent, because it may have worked even if its answer was lost. */
  sent({ id }: TestToken): void {
    if (!this.#entries.has(id)) this.#entries.set(id, { sentAt: performance.now(), answeredAt: Infinity });
  }

  answered({ id }: TestToken): void {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error("answered before it was sent");
    entry.answeredAt = performance.now();
    this.findings.revoked += 1;
    this.findings.slowestRevocation = Math.max(this.findings.slowestRevocation, entry.answeredAt - entry.sentAt);
  }

  /**
   * Records a check that began at `begunAt` and was answered with `status`. `boundMs` is for how long after a
   * revocation it may still be accepted.
   */
  checked({ id }: TestToken, instance: string, begunAt: number, status: number | null, boundMs = 0): void {
    this.findings.checks += 1;
    if (status !== 200) {
      if (status !== 401) this.findings.unanswered += 1;
      return;
    }
    this.findings.accepted += 1;
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (begunAt > entry.answeredAt + boundMs)
      this.findings.stale.push(
        `${instance} accepted ${id} ${(begunAt - entry.answeredAt).toFixed(1)} ms after its revocation was answered`,
      );
    else this.findings.lastAcceptAfterSending = Math.max(this.findings.lastAcceptAfterSending, begunAt - entry.sentAt);
  }
}
