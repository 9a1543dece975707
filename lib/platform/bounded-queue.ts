const QUEUE_FULL = "queue_full";

/** Too many wait already: overload, which a person is told as “unavailable”. Recognize it by isQueueFull. */
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

/** Runs work a few at a time, lets some wait, and turns the rest away. */
export interface Queue {
  /** The answer of `work`, and what it throws. Throws QueueFull when too many wait. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A queue that runs `concurrency` pieces of work at a time while at most `waiting` more wait, first come first served. */
export function createQueue({ concurrency, waiting }: { concurrency: number; waiting: number }): Queue {
  const line: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < concurrency) running += 1;
    else await new Promise<void>((resolve) => line.push(resolve)); // whoever leaves hands its place on
  }

  function leave(): void {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    async run(work) {
      if (running >= concurrency && line.length >= waiting) throw new QueueFull("too many are waiting");
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
