/** A wait and its timeout callback. `since` is on the clock of the SharedTimeout. */
interface Waiter {
  readonly since: number;
  readonly giveUp: () => void;
}

/** How often waits are checked, in ms. A wait may last this much longer than its limit. */
const CHECK_EVERY_MS = 50;
/** A check that is later than this means that the process was stalled, in ms. */
const STALL_MS = 150;

/**
 * Ends waits that last longer than `ms`. One timer serves all waits, and no timer runs while there are none. A timer
 * per query would cost more than the rest of the query.
 *
 * Time during which this process was stalled (a throttled container, a long garbage collection, SIGSTOP) does not
 * count: the answer may have arrived but not been read yet. Before a wait times out, the event loop reads its sockets
 * once more.
 */
export class SharedTimeout {
  /** In order of arrival, so that a check can stop at the first one that is not overdue. */
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | null = null;
  #checkedAt = 0;
  /** How long this process was stalled while there were waits, in ms. */
  #stalledMs = 0;
  #lastPoll: NodeJS.Immediate | null = null;

  constructor(private readonly ms: number) {}

  /** Starts a wait. Call the returned function when it is over. */
  begin(giveUp: () => void): () => void {
    const now = performance.now();
    if (!this.#timer) {
      this.#timer = setInterval(() => this.#check(), CHECK_EVERY_MS).unref();
      this.#checkedAt = now;
    }
    const waiter = { since: now - this.#stalledMs, giveUp };
    this.#waiters.add(waiter);
    return () => this.#waiters.delete(waiter);
  }

  #check(): void {
    const now = performance.now();
    const elapsed = now - this.#checkedAt;
    this.#checkedAt = now;
    if (elapsed > STALL_MS) this.#stalledMs += elapsed - CHECK_EVERY_MS;
    if (this.#waiters.size === 0) return this.#rest();
    if (!this.#lastPoll && this.#overdue().length > 0) this.#lastPoll = setImmediate(() => this.#giveUpOverdue());
  }

  /** Runs after the event loop's poll phase, when answers that had arrived have ended their waits. */
  #giveUpOverdue(): void {
    this.#lastPoll = null;
    for (const waiter of this.#overdue()) {
      this.#waiters.delete(waiter);
      waiter.giveUp();
    }
  }

  #overdue(): Waiter[] {
    const limit = performance.now() - this.#stalledMs - this.ms;
    const overdue: Waiter[] = [];
    for (const waiter of this.#waiters) {
      if (waiter.since > limit) break;
      overdue.push(waiter);
    }
    return overdue;
  }

  #rest(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
