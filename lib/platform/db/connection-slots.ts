/** What a connection is for: a token check, or everything else. */
export type ConnectionPurpose = "check" | "other";

interface Waiting {
  readonly run: () => void;
}

/** The right to use one connection of the pool. */
export interface ConnectionSlot {
  /** Gives the slot back. Calling it twice has no effect. */
  free(): void;
}

/**
 * Hands out the right to use a connection, first come first served. Some slots are reserved for token checks: other
 * work never uses them, however much of it is waiting.
 */
export class ConnectionSlots {
  readonly #queues: Record<ConnectionPurpose, Set<Waiting>> = { check: new Set(), other: new Set() };
  readonly #used: Record<ConnectionPurpose, number> = { check: 0, other: 0 };

  constructor(private readonly size: { readonly total: number; readonly reserved: number }) {}

  /** How many callers wait for a slot. */
  get waiting(): number {
    return this.#queues.check.size + this.#queues.other.size;
  }

  /** Calls `run` with a slot, at once when one is free. The returned function leaves the queue. */
  take(purpose: ConnectionPurpose, run: (slot: ConnectionSlot) => void): () => void {
    const waiting: Waiting = { run: () => run(this.#occupy(purpose)) };
    if (this.#queues[purpose].size === 0 && this.#hasRoom(purpose)) {
      waiting.run();
      return () => undefined;
    }
    this.#queues[purpose].add(waiting);
    return () => this.#queues[purpose].delete(waiting);
  }

  #hasRoom(purpose: ConnectionPurpose): boolean {
    const { check, other } = this.#used;
    return check + other < this.size.total && (purpose === "check" || other < this.size.total - this.size.reserved);
  }

  #occupy(purpose: ConnectionPurpose): ConnectionSlot {
    let isFree = false;
    this.#used[purpose] += 1;
    return {
      free: () => {
        if (isFree) return;
        isFree = true;
        this.#used[purpose] -= 1;
        this.#runNext();
      },
    };
  }

  #runNext(): void {
    for (const purpose of ["check", "other"] as const) {
      const [next] = this.#queues[purpose];
      if (!next || !this.#hasRoom(purpose)) continue;
      this.#queues[purpose].delete(next);
      return next.run();
    }
  }
}
