import { type BudgetLimits, ByteBudget, type HeldBytes } from "../../platform/byte-budget";

/** What a request holds beside its body, in bytes, so that many requests with small bodies are bounded too. */
const REQUEST_BYTES = 1_024;

/** The memory for one body, from its first byte until its request is answered. */
export interface Arrival {
  /** Adds bytes. Returns false and adds nothing if there is no room for them. */
  add(bytes: number): boolean;
  /** The body is complete, and keeps its memory until it is released. */
  complete(): void;
  release(): void;
}

interface ArrivingBody {
  readonly key: string;
  readonly held: HeldBytes;
  readonly displace: () => void;
}

/**
 * The memory for bodies, in shares. When a share, or all of it, is full, the body that has been arriving the longest
 * gives way: an honest form arrives at once, and one that is sent slowly to fill the memory is always older.
 */
export class Arrivals {
  readonly #budget: ByteBudget;
  /** In the order in which they began. */
  readonly #arriving = new Set<ArrivingBody>();

  constructor(private readonly limits: BudgetLimits) {
    this.#budget = new ByteBudget(limits);
  }

  /** Begins a body in the share of `key`; null if there is no room. `displaced` is called if it has to give way. */
  begin(key: string, displaced: () => void): Arrival | null {
    const held = this.#budget.hold(key);
    const body: ArrivingBody = { key, held, displace: () => (this.#forget(body), displaced()) };
    if (!this.#add(body, REQUEST_BYTES)) return null;
    this.#arriving.add(body);
    return {
      add: (bytes) => this.#add(body, bytes),
      complete: () => this.#arriving.delete(body),
      release: () => this.#forget(body),
    };
  }

  #forget(body: ArrivingBody): void {
    this.#arriving.delete(body);
    body.held.release();
  }

  #add(body: ArrivingBody, bytes: number): boolean {
    while (!body.held.add(bytes)) {
      const oldest = this.#oldest(this.#crowded(body.key, bytes), body);
      if (!oldest) return false;
      oldest.displace();
    }
    return true;
  }

  /** The share that gives way: the body's own if that is full, and otherwise the largest with arriving bodies. */
  #crowded(key: string, bytes: number): string {
    if (this.#budget.heldFor(key) + bytes > this.limits.perKey) return key;
    let most = key;
    for (const arriving of this.#arriving)
      if (this.#budget.heldFor(arriving.key) > this.#budget.heldFor(most)) most = arriving.key;
    return most;
  }

  #oldest(key: string, except: ArrivingBody): ArrivingBody | undefined {
    for (const arriving of this.#arriving) if (arriving.key === key && arriving !== except) return arriving;
    return undefined;
  }
}
