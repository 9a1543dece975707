const TICK_MS = 50;
/** The maximum that one tick counts, in ms. A later tick means that this process was stalled. */
const MAX_TICK_MS = 2 * TICK_MS;

/**
 * Waits for `work`, and rejects with `reason` after `ms` of running time of this process. A stall of the process (a
 * busy event loop, a throttled container, SIGSTOP) hardly counts: data that arrived during the stall is read before the
 * next tick.
 */
export async function withinAwake<T>(ms: number, reason: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    let counted = 0;
    let last = performance.now();
    timer = setInterval(() => {
      const now = performance.now();
      counted += Math.min(now - last, MAX_TICK_MS);
      last = now;
      if (counted >= ms) reject(new Error(reason));
    }, TICK_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearInterval(timer);
  }
}
