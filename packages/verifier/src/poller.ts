import { CHANGES } from "./change-stream.js";
import type { Client } from "./client.js";
import type { Failure, FailureReports } from "./failure.js";
import { now } from "./instant.js";
import type { KnownChanges } from "./known-changes.js";
import { backgroundTimer, jittered } from "./timers.js";

/** How long after the last check the feed is followed, in ms. */
const IDLE_MS = 10_000;
/** How many polls are sent in the time for which one of them is enough. */
const POLLS_PER_BOUND = 4;
/** How many polls may wait for an answer at a time. */
const MAX_POLLS = 2;
/** How long a poll may take, in ms, where it may take longer than its answer is good for: it still moves the cursor. */
const MIN_TIMEOUT_MS = 2_000;
/** Some thousand names of tokens. */
const MAX_BYTES = 4_194_304;
/** The longest wait after failures, and the wait for an administrator, in ms. */
const MAX_WAIT_MS = 5_000;
const REFUSED_WAIT_MS = 10_000;
const MAX_RETRY_AFTER_MS = 60_000;

interface Surroundings {
  readonly client: Client;
  readonly known: KnownChanges;
  readonly failures: FailureReports;
  readonly maxStaleMs: number;
  /** Called when the feed begins to be followed, and when it no longer is. */
  readonly onFollowing: (isFollowing: boolean) => void;
}

/** Polls the feed of changes while there are checks. */
export class Poller {
  readonly #surroundings: Surroundings;
  readonly #intervalMs: number;
  readonly #timeoutMs: number;
  #usedAt = -Infinity;
  #isRunning = false;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #polls = 0;
  #last: Promise<void> = Promise.resolve();
  #failuresInARow = 0;
  /** No poll before this moment, by `performance.now()`. */
  #notBefore = -Infinity;
  /** Whether Latchkey itself asked for that. */
  #isToldToWait = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#intervalMs = surroundings.maxStaleMs / POLLS_PER_BOUND;
    this.#timeoutMs = Math.max(MIN_TIMEOUT_MS, surroundings.maxStaleMs);
  }

  /** Notes that there was a check, by `performance.now()`. */
  use(running: number): void {
    this.#usedAt = running;
    if (!this.#isRunning && !this.#isClosed) this.#start();
  }

  /** Whether the feed is fresh, if necessary after a poll. */
  async freshen(): Promise<boolean> {
    const { known } = this.#surroundings;
    if (known.isFresh) return true;
    // One that is on its way may have been sent too long ago.
    if (this.#polls > 0) await this.#last;
    if (!known.isFresh && this.#mayAsk()) await (this.#polls > 0 ? this.#last : this.#poll());
    return known.isFresh;
  }

  close(): void {
    this.#isClosed = true;
    this.#rest();
  }

  #start(): void {
    this.#isRunning = true;
    this.#surroundings.onFollowing(true);
    this.#tick();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#isRunning = false;
    this.#surroundings.onFollowing(false);
  }

  #tick(): void {
    if (performance.now() - this.#usedAt > IDLE_MS) return this.#rest();
    const most = this.#surroundings.known.cursor === null ? 1 : MAX_POLLS;
    if (this.#polls < most && performance.now() >= this.#notBefore) void this.#poll();
    this.#timer = backgroundTimer(() => this.#tick(), this.#intervalMs);
  }

  /** A check that waits does not wait for the end of a back-off, unless Latchkey asked for it. */
  #mayAsk(): boolean {
    return !this.#isClosed && !(this.#isToldToWait && performance.now() < this.#notBefore);
  }

  #poll(): Promise<void> {
    this.#polls += 1;
    this.#last = this.#ask().finally(() => {
      this.#polls -= 1;
    });
    return this.#last;
  }

  async #ask(): Promise<void> {
    const { client, known, failures } = this.#surroundings;
    const poll = { since: known.cursor, sent: now() };
    const query = poll.since === null ? "" : `?since=${encodeURIComponent(poll.since)}`;
    const reply = await client.ask({ path: CHANGES + query, timeoutMs: this.#timeoutMs, maxBytes: MAX_BYTES });
    const failure = reply.ok ? (known.take(poll, reply.body) ? null : UNREADABLE) : reply.failure;
    if (failure === null) return this.#succeed();
    failures.add("changes", failure);
    if (failure.status === 400 && known.cursor === poll.since) known.cursor = null;
    this.#fail(failure);
  }

  #succeed(): void {
    this.#failuresInARow = 0;
    this.#notBefore = -Infinity;
    this.#isToldToWait = false;
  }

  #fail({ status, retryAfterSeconds }: Failure): void {
    this.#failuresInARow += 1;
    const needsAdministrator = status === 401 || status === 403 || status === 404;
    const told = needsAdministrator ? REFUSED_WAIT_MS : Math.min(MAX_RETRY_AFTER_MS, (retryAfterSeconds ?? 0) * 1_000);
    const backOff = Math.min(MAX_WAIT_MS, this.#intervalMs * 2 ** (this.#failuresInARow - 1));
    this.#isToldToWait = told > 0;
    this.#notBefore = performance.now() + (told > 0 ? told : jittered(backOff));
  }
}

const UNREADABLE: Failure = { reason: "answer", status: null, retryAfterSeconds: null };
