/** The first signal to end stops in order, the second at once. */
export function stopSignals(): { stop: AbortSignal; abortNow: AbortSignal } {
  const stop = new AbortController();
  const abortNow = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => (stop.signal.aborted ? abortNow : stop).abort());
  }
  return { stop: stop.signal, abortNow: abortNow.signal };
}
