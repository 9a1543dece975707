/** One that waits, and what ends its wait. */
interface Waiter {
  readonly since: number;
  readonly giveUp: () => void;
}

/** How often is looked, in ms: a wait may last this much longer. */
const LOOK_EVERY = 50;

/**
 * Ends waits that last longer than `ms`. One timer for all of them, and none while nobody waits: a timer for each costs
 * more than the rest of a question to the database.
 */
export class Patience {
  /** In the order of arrival, so that a look ends at the first that is young. */
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly ms: number) {}

  /** Begins a wait; call what it returns when the wait is over. */
  begin(giveUp: () => void): () => void {
    const waiter = { since: performance.now(), giveUp };
    this.#waiters.add(waiter);
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY).unref();
    return () => this.#waiters.delete(waiter);
  }

  #look(): void {
    const tooOld = performance.now() - this.ms;
    for (const waiter of this.#waiters) {
      if (waiter.since > tooOld) return;
      this.#waiters.delete(waiter);
      waiter.giveUp();
    }
    if (this.#waiters.size === 0) this.#rest();
  }

  #rest(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
