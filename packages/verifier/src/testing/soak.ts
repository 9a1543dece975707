import { setTimeout as sleep } from "node:timers/promises";
import { createVerifier, type Verification, type Verifier } from "../index.js";
import { SCOPES, type LatchkeyUnderTest } from "./contract";
import { UnreliableProxy } from "./unreliable-proxy";

const SCOPE = SCOPES[0];
/** The bound, for memory and JWTs, and how long an instance of Latchkey may be behind, in ms. */
const MAX_STALE_MS = 1_000;
const INSTANCE_MS = 1_100;
/** How long a token is checked after its revocation, in ms. */
const WATCHED_MS = 6_000;
const CHECKS_AT_ONCE = 40;

interface Options {
  readonly latchkey: LatchkeyUnderTest;
  readonly seconds: number;
  /** How many tokens are live at a time. */
  readonly tokens: number;
}

/** An accept later than the bound. */
interface LateAccept {
  readonly source: string;
  /** How long after the revocation the check began, in ms. */
  readonly afterMs: number;
}

export interface SoakReport {
  readonly late: readonly LateAccept[];
  readonly revocations: number;
  readonly checks: number;
  /** Checks by who answered, or why they were refused. */
  readonly by: Readonly<Record<string, number>>;
  /** The latest accepts within the bounds, in ms after the revocation. */
  readonly latestMs: Readonly<Record<string, number>>;
}

interface WatchedToken {
  readonly id: string;
  readonly secret: string;
  readonly jwt: string;
  /** When its revocation had been committed, by `performance.now()`. */
  revokedAt: number | null;
}

/**
 * Revokes tokens under load while the feed is cut, held back and reordered, and looks for checks that began later than
 * the bound after a revocation and were accepted.
 */
export async function soak({ latchkey, seconds, tokens }: Options): Promise<SoakReport> {
  const proxy = await UnreliableProxy.start(latchkey.url);
  const { url: issuer, token, api, organization } = latchkey;
  const verifier = createVerifier({ issuer, url: proxy.url, token, api, organization, maxStaleMs: MAX_STALE_MS });
  const watch = new Watch(latchkey, verifier);
  try {
    await watch.fill(tokens);
    const until = performance.now() + seconds * 1_000;
    await Promise.all([watch.revokeUntil(until), watch.checkUntil(until)]);
    return watch.report();
  } finally {
    verifier.close();
    await proxy.close();
  }
}

class Watch {
  readonly #latchkey: LatchkeyUnderTest;
  readonly #verifier: Verifier;
  readonly #live: WatchedToken[] = [];
  #watched: WatchedToken[] = [];
  readonly #late: LateAccept[] = [];
  readonly #by: Record<string, number> = {};
  readonly #latestMs: Record<string, number> = {};
  #revocations = 0;
  #checks = 0;

  constructor(latchkey: LatchkeyUnderTest, verifier: Verifier) {
    this.#latchkey = latchkey;
    this.#verifier = verifier;
  }

  async fill(count: number): Promise<void> {
    while (this.#live.length < count) {
      const { id, secret } = await this.#latchkey.issue({ scopes: [SCOPE] });
      const jwt = await this.#latchkey.exchange(secret);
      const token = { id, secret, jwt, revokedAt: null };
      this.#live.push(token);
      this.#watched.push(token);
    }
  }

  async revokeUntil(until: number): Promise<void> {
    while (performance.now() < until) {
      await sleep(Math.random() * 100);
      const [token] = this.#live.splice(Math.floor(Math.random() * this.#live.length), 1);
      if (token === undefined) continue;
      await this.#latchkey.revoke(token.id);
      token.revokedAt = performance.now();
      this.#revocations += 1;
      await this.fill(this.#live.length + 1);
      this.#watched = this.#watched.filter(({ revokedAt }) => performance.now() - (revokedAt ?? Infinity) < WATCHED_MS);
    }
  }

  async checkUntil(until: number): Promise<void> {
    const waiting = new Set<Promise<void>>();
    while (performance.now() < until) {
      for (let at = 0; at < CHECKS_AT_ONCE; at += 1) {
        const check = this.#check();
        waiting.add(check);
        void check.finally(() => waiting.delete(check));
      }
      await sleep(1);
    }
    await Promise.all(waiting);
  }

  report(): SoakReport {
    return {
      late: this.#late,
      revocations: this.#revocations,
      checks: this.#checks,
      by: this.#by,
      latestMs: this.#latestMs,
    };
  }

  async #check(): Promise<void> {
    const token = this.#watched[Math.floor(Math.random() * this.#watched.length)];
    if (token === undefined) return;
    const begun = performance.now();
    const verification = await this.#verifier.verify(Math.random() < 0.3 ? token.jwt : token.secret, {
      scopes: [SCOPE],
    });
    this.#note(verification, token.revokedAt === null ? null : begun - token.revokedAt);
  }

  #note(verification: Verification, afterMs: number | null): void {
    this.#checks += 1;
    const name = verification.ok ? verification.source : verification.code;
    this.#by[name] = (this.#by[name] ?? 0) + 1;
    if (!verification.ok || afterMs === null) return;
    const bound = name === "latchkey" ? INSTANCE_MS : MAX_STALE_MS;
    if (afterMs >= bound) this.#late.push({ source: name, afterMs });
    else this.#latestMs[name] = Math.max(afterMs, this.#latestMs[name] ?? -Infinity);
  }
}
