/** What the verifier was doing when something failed. */
export type Activity = "changes" | "stream" | "verify" | "revocations" | "keys";

/** Why a request to Latchkey brought nothing. */
export interface Failure {
  /** `status`: it was answered with another status; `answer`: with something else than expected. */
  readonly reason: "network" | "timeout" | "closed" | "status" | "answer";
  readonly status: number | null;
  /** What `Retry-After` says. */
  readonly retryAfterSeconds: number | null;
}

export const failed = (
  reason: Failure["reason"],
  status: number | null = null,
  retryAfterSeconds: number | null = null,
): Failure => ({ reason, status, retryAfterSeconds });

const CAUSES: Readonly<Record<Failure["reason"], string>> = {
  network: "Latchkey could not be reached",
  timeout: "Latchkey did not answer in time",
  closed: "the verifier was closed",
  status: "Latchkey answered",
  answer: "Latchkey's answer was not understood",
};

/** Why Latchkey refuses to be asked. Both need an administrator. */
const REFUSED: Readonly<Record<number, string>> = {
  401: ": the verifier's own token is not valid",
  403: ": the verifier's own token lacks the permission Verifier",
};

/** A failure in the background, or of a question. Never has a token in it. */
export class VerifierError extends Error {
  override readonly name = "VerifierError";
  readonly during: Activity;
  readonly reason: Failure["reason"];
  readonly status: number | null;

  constructor(during: Activity, { reason, status }: Failure) {
    const told = status === null ? "" : ` ${status}${REFUSED[status] ?? ""}`;
    super(`${CAUSES[reason]}${told} (${during})`);
    this.during = during;
    this.reason = reason;
    this.status = status;
  }
}

/** How often failures of one activity are reported, in ms. All of them are counted. */
const REPORTED_EVERY_MS = 10_000;

/** Counts failures, and reports some. */
export class FailureReports {
  readonly #onError: (error: VerifierError) => void;
  readonly #reportedAt = new Map<Activity, number>();
  count = 0;

  constructor(onError: (error: VerifierError) => void) {
    this.#onError = onError;
  }

  add(during: Activity, failure: Failure): void {
    if (failure.reason === "closed") return;
    this.count += 1;
    const at = performance.now();
    if (at - (this.#reportedAt.get(during) ?? -Infinity) < REPORTED_EVERY_MS) return;
    this.#reportedAt.set(during, at);
    this.#report(new VerifierError(during, failure));
  }

  /** A callback that throws must not end what reports to it. */
  #report(error: VerifierError): void {
    try {
      this.#onError(error);
    } catch {
      this.count += 1;
    }
  }
}
