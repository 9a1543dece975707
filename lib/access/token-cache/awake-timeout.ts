const TICK_MS = 50;
/** The most that one tick counts, in ms: a tick that comes later tells of a stall of this process. */
const MAX_TICK_MS = 2 * TICK_MS;

/**
 * Waits for `work`, and rejects with `reason` when it takes longer than `ms` of the time in which this process runs. A
 * stall of the process itself (a busy event loop, a throttled container, SIGSTOP) hardly counts: what came in during the
 * stall is read before the next tick.
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
