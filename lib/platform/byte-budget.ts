/** Limits on the bytes held in memory at a time. */
export interface BudgetLimits {
  /** For all keys together. */
  readonly total: number;
  /** For one key, such as an organization. */
  readonly perKey: number;
}

/** The bytes held for one request. */
export interface HeldBytes {
  /** Adds bytes. Returns false and adds nothing if that would exceed a limit. */
  add(bytes: number): boolean;
  /** Releases all of them. */
  release(): void;
}

/** Counts bytes in memory, so that concurrent request bodies cannot exhaust it. */
export class ByteBudget {
  readonly #byKey = new Map<string, number>();
  #total = 0;

  constructor(private readonly limits: BudgetLimits) {}

  hold(key: string): HeldBytes {
    let own = 0;
    return {
      add: (bytes) => {
        if (!this.#take(key, bytes)) return false;
        own += bytes;
        return true;
      },
      release: () => {
        this.#give(key, own);
        own = 0;
      },
    };
  }

  /** The bytes held for a key. */
  heldFor(key: string): number {
    return this.#byKey.get(key) ?? 0;
  }

  #take(key: string, bytes: number): boolean {
    const held = this.heldFor(key) + bytes;
    if (held > this.limits.perKey || this.#total + bytes > this.limits.total) return false;
    this.#byKey.set(key, held);
    this.#total += bytes;
    return true;
  }

  #give(key: string, bytes: number): void {
    const left = this.heldFor(key) - bytes;
    if (left > 0) this.#byKey.set(key, left);
    else this.#byKey.delete(key);
    this.#total -= bytes;
  }
}
