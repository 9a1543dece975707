/** Too many wait already: overload, which a person is told as “unavailable”. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";
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
