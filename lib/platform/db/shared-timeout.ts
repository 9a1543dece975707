/** A wait, and what ends it when it lasts too long. `since` is on the clock of the SharedTimeout. */
interface Waiter {
  readonly since: number;
  readonly giveUp: () => void;
}

/** How often waits are checked, in ms. A wait may last this much longer than its limit. */
const CHECK_EVERY_MS = 50;
/** A check that comes later than this is evidence that the process itself stood still, in ms. */
const STALL_MS = 150;

/**
 * Ends waits that last longer than `ms`. One timer serves all waits, and none runs while nobody waits: a timer per query
 * would cost more than the rest of the query.
 *
 * Time in which this process stood still (a throttled container, a long garbage collection, SIGSTOP) does not count:
 * the answer may have arrived long ago, unread. Before a wait is given up, the event loop reads its sockets once more.
 */
export class SharedTimeout {
  /** In order of arrival, so that a check ends at the first young one. */
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | null = null;
  #checkedAt = 0;
  /** How long this process stood still while waits were running, in ms. */
  #stalledMs = 0;
  #lastPoll: NodeJS.Immediate | null = null;

  constructor(private readonly ms: number) {}

  /** Begins a wait. Call the returned function when the wait is over. */
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

  /** Runs after the event loop's poll phase: answers that had arrived have ended their waits by now. */
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
