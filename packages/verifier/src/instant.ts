/**
 * A moment by two clocks of this machine, in ms. The monotonic one stops while some machines sleep, and the wall clock
 * can be set, so that durations are compared by both.
 */
export interface Instant {
  /** By `performance.now()`. */
  readonly running: number;
  /** By `Date.now()`. */
  readonly wall: number;
}

export function now(): Instant {
  return { running: performance.now(), wall: Date.now() };
}

/** The moment this many ms later. */
export function later({ running, wall }: Instant, ms: number): Instant {
  return { running: running + ms, wall: wall + ms };
}
