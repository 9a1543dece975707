const QUEUE_FULL = "queue_full";

/** When to try again after QueueFull, in seconds. */
export const QUEUE_RETRY_SECONDS = 5;

/** The queue is full. Callers return `unavailable`. Check for it with isQueueFull. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
  readonly code = QUEUE_FULL;
}

/**
 * Whether work was rejected because the queue is full. Checks the error's code, not its class: Next and the API app are
 * separate bundles, and the other bundle's copy of this module may have created the queue.
 */
export function isQueueFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === QUEUE_FULL;
}

/** The cost of a piece of work, what it counts against, and how important it is. */
export interface WorkShare {
  /** The organization that the work is for. Organizations take turns. All work without a key shares one turn. */
  readonly key?: string;
  /** How much of the queue's capacity the work needs, such as bytes. 0 by default. */
  readonly cost?: number;
  /**
   * Work of a higher priority can take a place in a full queue from work of a lower one. It runs no earlier. 0 by
   * default.
   */
  readonly priority?: number;
}

/** Runs a limited number of tasks at a time, lets a limited number wait, and rejects the rest. */
export interface Queue {
  /** Resolves or rejects with the result of `work`. Rejects with QueueFull if the queue is full. */
  run<T>(work: () => Promise<T>, share?: WorkShare): Promise<T>;
}

export interface QueueLimits {
  /** How many tasks run at a time. */
  readonly concurrency: number;
  /** How many tasks may wait. */
  readonly waiting: number;
  /** The maximum total cost of running tasks. A task that costs more runs alone. */
  readonly capacity?: number;
}

interface WaitingWork {
  readonly key: string;
  readonly cost: number;
  readonly priority: number;
  readonly enter: () => void;
  readonly refuse: (error: QueueFull) => void;
}

/**
 * A queue that is fair to its keys. Free capacity goes to the key with the fewest running tasks, and within a key to
 * the oldest task. When the queue is full, a new task replaces the last waiting task of the key with the most waiting
 * tasks, so one organization cannot fill the queue for the others. If no key has more waiting than another, a task
 * whose key has none replaces the newest waiting task of a lower priority.
 */
export function createQueue(limits: QueueLimits): Queue {
  return new FairQueue(limits);
}

class FairQueue implements Queue {
  readonly #limits: Required<QueueLimits>;
  readonly #line: WaitingWork[] = [];
  readonly #running = new Map<string, number>();
  /** When a task of each key last started, as a counter. Only for keys with tasks in the queue. */
  readonly #began = new Map<string, number>();
  #beginnings = 0;
  #count = 0;
  #cost = 0;

  constructor(limits: QueueLimits) {
    this.#limits = { capacity: Infinity, ...limits };
  }

  async run<T>(work: () => Promise<T>, { key = "", cost = 0, priority = 0 }: WorkShare = {}): Promise<T> {
    await this.#enter(key, cost, priority);
    try {
      return await work();
    } finally {
      this.#leave(key, cost);
    }
  }

  async #enter(key: string, cost: number, priority: number): Promise<void> {
    if (this.#line.length === 0 && this.#hasRoomFor(cost)) return this.#take(key, cost);
    if (this.#line.length >= this.#limits.waiting) this.#makePlaceFor(key, priority);
    await new Promise<void>((enter, refuse) => this.#line.push({ key, cost, priority, enter, refuse }));
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
      this.#take(next.key, next.cost); // before it resumes, so that no other task takes its slot
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

  /**
   * The next task: of the key with the fewest running tasks and, among equals, the one that waited longest for its
   * turn.
   */
  #next(): WaitingWork | undefined {
    let best: WaitingWork | undefined;
    for (const waiting of this.#line) if (!best || this.#precedes(waiting.key, best.key)) best = waiting;
    return best;
  }

  #precedes(one: string, other: string): boolean {
    const running = this.#runningOf(one) - this.#runningOf(other);
    return running < 0 || (running === 0 && (this.#began.get(one) ?? 0) < (this.#began.get(other) ?? 0));
  }

  /**
   * Rejects the last waiting task of the key with the most waiting tasks. If that would not be fairer, and `key` has
   * none waiting, rejects the newest waiting task of a lower priority. Throws QueueFull if there is no such task.
   */
  #makePlaceFor(key: string, priority: number): void {
    const counts = new Map<string, number>();
    for (const waiting of this.#line) counts.set(waiting.key, (counts.get(waiting.key) ?? 0) + 1);
    const [greedy, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
    const own = counts.get(key) ?? 0;
    const last = this.#line.findLastIndex((waiting) =>
      most > own + 1 ? waiting.key === greedy : own === 0 && waiting.priority < priority,
    );
    if (last === -1) throw new QueueFull("too many are waiting");
    for (const { refuse } of this.#line.splice(last, 1)) refuse(new QueueFull("another's turn came first"));
  }

  #runningOf(key: string): number {
    return this.#running.get(key) ?? 0;
  }
}
