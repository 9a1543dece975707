const QUEUE_FULL = "queue_full";

/** When to try again after QueueFull, in seconds. */
export const QUEUE_RETRY_SECONDS = 5;

/** Too many are waiting. Callers answer `unavailable`. Recognize it by isQueueFull. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
  readonly code = QUEUE_FULL;
}

/**
 * Whether work was turned away because too many wait. By its code, not its class: Next and the API app are bundled
 * apart, and the queue may have been created by the other one's copy of this module.
 */
export function isQueueFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === QUEUE_FULL;
}

/** What a piece of work takes of a queue, and on whose behalf. */
export interface WorkShare {
  /** The organization that the work is for: each gets its turn. Work without a key shares one turn. */
  readonly key?: string;
  /** What the work takes of the queue's capacity, such as bytes. 0 by default. */
  readonly cost?: number;
}

/** Runs work a few at a time, lets some wait, and turns the rest away. */
export interface Queue {
  /** The answer of `work`, and what it throws. Throws QueueFull when too many wait. */
  run<T>(work: () => Promise<T>, share?: WorkShare): Promise<T>;
}

export interface QueueLimits {
  /** How many pieces of work run at a time. */
  readonly concurrency: number;
  /** How many wait at most. */
  readonly waiting: number;
  /** What all that run may cost together. Work that costs more than all of it runs alone. */
  readonly capacity?: number;
}

interface WaitingWork {
  readonly key: string;
  readonly cost: number;
  readonly enter: () => void;
  readonly refuse: (error: QueueFull) => void;
}

/**
 * A queue that is fair to its keys. Free capacity goes to the key with the least work running, in turn, and of that key
 * to the work that came first. When too many wait, a newcomer takes the place of the last one of the key that has the most
 * waiting, so that one organization cannot fill the queue for the others.
 */
export function createQueue(limits: QueueLimits): Queue {
  return new FairQueue(limits);
}

class FairQueue implements Queue {
  readonly #limits: Required<QueueLimits>;
  readonly #line: WaitingWork[] = [];
  readonly #running = new Map<string, number>();
  /** When work of a key last began, as a count; of keys that have work here. */
  readonly #began = new Map<string, number>();
  #beginnings = 0;
  #count = 0;
  #cost = 0;

  constructor(limits: QueueLimits) {
    this.#limits = { capacity: Infinity, ...limits };
  }

  async run<T>(work: () => Promise<T>, { key = "", cost = 0 }: WorkShare = {}): Promise<T> {
    await this.#enter(key, cost);
    try {
      return await work();
    } finally {
      this.#leave(key, cost);
    }
  }

  async #enter(key: string, cost: number): Promise<void> {
    if (this.#line.length === 0 && this.#hasRoomFor(cost)) return this.#take(key, cost);
    if (this.#line.length >= this.#limits.waiting) this.#makePlaceFor(key);
    await new Promise<void>((enter, refuse) => this.#line.push({ key, cost, enter, refuse }));
  }

  #leave(key: string, cost: number): void {
    const left = this.#runningOf(key) - 1;
    if (left > 0) this.#running.set(key, left);
    else this.#running.delete(key);
    this.#count -= 1;
    this.#cost -= cost;
    this.#letIn();
    if (!this.#running.has(key) && !this.#line.some((waiting) => waiting.key === key)) this.#began.delete(key);
  }

  #letIn(): void {
    for (;;) {
      const next = this.#next();
      if (!next || !this.#hasRoomFor(next.cost)) return;
      this.#line.splice(this.#line.indexOf(next), 1);
      this.#take(next.key, next.cost); // before it resumes, so that nobody else gets its place
      next.enter();
    }
  }

  #take(key: string, cost: number): void {
    this.#running.set(key, this.#runningOf(key) + 1);
    this.#began.set(key, (this.#beginnings += 1));
    this.#count += 1;
    this.#cost += cost;
  }

  #hasRoomFor(cost: number): boolean {
    const { concurrency, capacity } = this.#limits;
    return this.#count < concurrency && (this.#count === 0 || this.#cost + cost <= capacity);
  }

  /** The first one of the key that has the least running; of several such keys, of the one that had its turn longest ago. */
  #next(): WaitingWork | undefined {
    let best: WaitingWork | undefined;
    for (const waiting of this.#line) if (!best || this.#precedes(waiting.key, best.key)) best = waiting;
    return best;
  }

  #precedes(one: string, other: string): boolean {
    const running = this.#runningOf(one) - this.#runningOf(other);
    return running < 0 || (running === 0 && (this.#began.get(one) ?? 0) < (this.#began.get(other) ?? 0));
  }

  /** Turns away the last one of the key with the most waiting. Throws QueueFull when that would not be fairer. */
  #makePlaceFor(key: string): void {
    const counts = new Map<string, number>();
    for (const waiting of this.#line) counts.set(waiting.key, (counts.get(waiting.key) ?? 0) + 1);
    const [greedy, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
    if (most <= (counts.get(key) ?? 0) + 1) throw new QueueFull("too many are waiting");
    const last = this.#line.findLastIndex((waiting) => waiting.key === greedy);
    for (const { refuse } of this.#line.splice(last, 1)) refuse(new QueueFull("another's turn came first"));
  }

  #runningOf(key: string): number {
    return this.#running.get(key) ?? 0;
  }
}
