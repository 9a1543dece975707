/**
 * The shortest time that `work` takes in up to `tries` runs, in ms. Stops after a run that took less than `enough`. On
 * a busy machine a single run can be slow, but a built-in wait makes all of them slow.
 */
export async function fastest(
  { tries = 5, enough }: { tries?: number; enough: number },
  work: () => Promise<unknown>,
): Promise<number> {
  let best = Infinity;
  for (let run = 0; run < tries && best >= enough; run += 1) {
    const begun = performance.now();
    await work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

const TICK_MS = 10;

/**
 * The duration of `work` in ms, without the time in which this process did not run. For time limits that are timers of
 * this process, on a machine that may be busy.
 */
export async function withoutStalls<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now();
  let stalled = 0;
  let last = begun;
  const tick = () => {
    const now = performance.now();
    stalled += Math.max(0, now - last - TICK_MS);
    last = now;
  };
  const timer = setInterval(tick, TICK_MS);
  try {
    const result = await work();
    tick();
    return { result, ms: performance.now() - begun - stalled };
  } finally {
    clearInterval(timer);
  }
}

/** The CPU time of this thread that `work` takes, in ms. */
export async function threadCpuOf(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** The CPU time of this process that `work` takes, in ms: of all its threads. A busy machine does not add to it. */
export async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
