/** A process that lived this long, in ms, did not fail at its start. */
const LIVED_MS = 10_000;
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;

/** The back-off before a process that ended is started again: it doubles with each failure in a row. */
export class Restarts {
  readonly #longestMs: number;
  #failures = 0;

  constructor({ maxDelayMs = MAX_DELAY_MS }: { maxDelayMs?: number } = {}) {
    this.#longestMs = maxDelayMs;
  }

  /** Failures in a row. A process that lived for 10 s ends the row. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and returns how long to wait, in ms, after a process ended that lived `lifeMs`. */
  next(lifeMs: number): number {
    if (lifeMs >= LIVED_MS) this.#failures = 0;
    const wait = Math.min(this.#longestMs, MIN_DELAY_MS * 2 ** this.#failures);
    this.#failures += 1;
    return wait;
  }
}
