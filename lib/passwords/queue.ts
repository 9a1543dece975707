import { fail, type Result } from "../result";

/** Runs work a few at a time, lets some wait, and turns the rest away. */
export interface Queue {
  /** The answer of `work`, or `unavailable` when too many wait already. What `work` throws is thrown on. */
  run<T extends object>(work: () => Promise<T>): Promise<Result<T>>;
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
      if (running >= concurrency && line.length >= waiting) return fail("unavailable");
      await enter();
      try {
        return { ok: true, ...(await work()) };
      } finally {
        leave();
      }
    },
  };
}
