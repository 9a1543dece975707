import { parseAnswers, type Answer, type AskedApi } from "./answers.js";
import type { Client } from "./client.js";
import type { Demand } from "./demand.js";
import { failed, type Failure, type FailureReports } from "./failure.js";
import { now, type Instant } from "./instant.js";
import { unavailable, type Verification } from "./result.js";
import { backgroundTimer } from "./timers.js";

/** The most checks of one request, and about how many characters of them: Latchkey takes 256 KiB. */
const MAX_CHECKS = 100;
const MAX_CHARACTERS = 131_072;
/** The most bytes of an answer: a token has up to 4 KiB of metadata and 1,000 scopes of 64 characters. */
const MAX_BYTES = 33_554_432;

/** What an answer came with. */
export interface Asked {
  readonly token: string;
  readonly demand: Demand;
  /** When the question was sent. */
  readonly sent: Instant;
  /** What the answer's header Date says, in ms since the epoch. */
  readonly date: number | null;
}

interface Options {
  readonly client: Client;
  readonly failures: FailureReports;
  readonly api: AskedApi;
  readonly timeoutMs: number;
  readonly maxWaiting: number;
  readonly maxRequests: number;
  /** Answers from memory what was remembered while the check waited; null if nothing was. */
  readonly recall: (token: string, demand: Demand) => Verification | null;
  readonly conclude: (asked: Asked, answer: Answer) => Verification;
}

/** A check that waits for its answer. */
interface WaitingCheck {
  readonly token: string;
  readonly demand: Demand;
  /** As it is sent, in JSON. */
  readonly text: string;
  /** By `performance.now()`. */
  readonly deadline: number;
  readonly resolve: (verification: Verification) => void;
}

/**
 * Asks Latchkey about tokens: one check at once while nothing is being asked, and else those of one tick, and those
 * that had to wait for a request to end, up to 100 together. A question whose answer was lost is not asked again: it
 * may have been counted.
 */
export class Questions {
  readonly #options: Options;
  /** Those whose check has not ended, the first one first: all wait equally long. */
  readonly #waiting = new Set<WaitingCheck>();
  #queue: WaitingCheck[] = [];
  #requests = 0;
  #isSending = false;
  #isWatching = false;
  #isClosed = false;
  /** The number of checks that were sent. */
  sent = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  ask(token: string, demand: Demand): Promise<Verification> {
    if (this.#isClosed || this.#waiting.size >= this.#options.maxWaiting) return Promise.resolve(unavailable());
    return new Promise((resolve) => {
      const text = JSON.stringify({ token, api: this.#options.api.api, ...demand });
      const deadline = performance.now() + this.#options.timeoutMs;
      const check = { token, demand, text, deadline, resolve };
      this.#waiting.add(check);
      this.#queue.push(check);
      this.#sendSoon();
      this.#watch();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#queue = [];
    for (const check of this.#waiting) this.#end(check, unavailable());
  }

  #end(check: WaitingCheck, verification: Verification): void {
    if (this.#waiting.delete(check)) check.resolve(verification);
  }

  /** Timers keep the process running here: someone waits for the answer. */
  #sendSoon(): void {
    if (this.#isSending || this.#requests >= this.#options.maxRequests) return;
    this.#isSending = true;
    if (this.#requests === 0) queueMicrotask(() => this.#send());
    else setTimeout(() => this.#send(), 0);
  }

  #send(): void {
    this.#isSending = false;
    while (this.#requests < this.#options.maxRequests) {
      const batch = this.#nextBatch();
      if (batch.length === 0) return;
      this.#requests += 1;
      void this.#request(batch).finally(() => {
        this.#requests -= 1;
        if (this.#queue.length > 0) this.#send();
      });
    }
  }

  /** The first checks that still need an answer. */
  #nextBatch(): readonly WaitingCheck[] {
    const batch: WaitingCheck[] = [];
    let taken = 0;
    let characters = 0;
    for (const check of this.#queue) {
      if (batch.length >= MAX_CHECKS || (batch.length > 0 && characters + check.text.length > MAX_CHARACTERS)) break;
      taken += 1;
      const remembered = this.#waiting.has(check) ? this.#options.recall(check.token, check.demand) : null;
      if (remembered !== null) this.#end(check, remembered);
      if (!this.#waiting.has(check)) continue;
      batch.push(check);
      characters += check.text.length;
    }
    this.#queue.splice(0, taken);
    return batch;
  }

  async #request(batch: readonly WaitingCheck[]): Promise<void> {
    const { client, api, timeoutMs } = this.#options;
    this.sent += batch.length;
    const sent = now();
    const body = `{"checks":[${batch.map(({ text }) => text).join()}]}`;
    const reply = await client.ask({ path: "/api/v1/verify", body, timeoutMs, maxBytes: MAX_BYTES });
    if (!reply.ok) return this.#fail(batch, reply.failure);
    const answers = parseAnswers(reply.body, batch.length, api);
    if (answers === null) return this.#fail(batch, failed("answer"));
    for (const [at, check] of batch.entries()) {
      const answer = answers[at];
      if (answer === undefined) continue;
      const { token, demand } = check;
      this.#end(check, this.#options.conclude({ token, demand, sent, date: reply.date }, answer));
    }
  }

  #fail(batch: readonly WaitingCheck[], failure: Failure): void {
    this.#options.failures.add("verify", failure);
    for (const check of batch) this.#end(check, unavailable(failure.retryAfterSeconds));
  }

  /** Ends checks that have waited for too long, be it for a request to end. */
  #watch(): void {
    if (this.#isWatching) return;
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#isWatching = true;
    backgroundTimer(
      () => {
        this.#isWatching = false;
        const at = performance.now();
        for (const check of this.#waiting) {
          if (check.deadline > at) break;
          this.#end(check, unavailable());
        }
        this.#watch();
      },
      Math.max(1, first.deadline - performance.now()),
    );
  }
}
