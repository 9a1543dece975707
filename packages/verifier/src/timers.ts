/** A timer that does not keep the process running, where the runtime can tell. */
export function backgroundTimer(run: () => void, ms: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(run, ms);
  unref(timer);
  return timer;
}

interface Runtime {
  readonly Deno?: { unrefTimer?(id: unknown): void };
}

const isUnrefable = (timer: unknown): timer is { unref(): void } =>
  typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function";

/** Timers are objects in Node.js and Bun, and numbers in Deno and on edge runtimes. */
function unref(timer: unknown): void {
  if (isUnrefable(timer)) timer.unref();
  else if (typeof timer === "number") (globalThis as Runtime).Deno?.unrefTimer?.(timer);
}

/** Waits in the background, at most until the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = backgroundTimer(end, ms);
    signal.addEventListener("abort", end);
  });
}

/** A duration of half to one and a half times as long, so that many verifiers do not return at once. */
export function jittered(ms: number): number {
  return ms * (0.5 + Math.random());
}
