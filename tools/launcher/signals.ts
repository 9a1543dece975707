/** The first signal to end stops in order, the second at once. */
export function stopSignals(): { stop: AbortSignal; hurry: AbortSignal } {
  const stop = new AbortController();
  const hurry = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => (stop.signal.aborted ? hurry : stop).abort());
  }
  return { stop: stop.signal, hurry: hurry.signal };
}
