/** A process that ran at least this long, in ms, did not fail at its start. */
const LIVED_MS = 10_000;
const MIN_DELAY_MS = 100;
const MAX_DELAY_MS = 10_000;

/** The back-off before a process is restarted. It doubles with each consecutive failure. */
export class Restarts {
  readonly #longestMs: number;
  #failures = 0;

  constructor({ maxDelayMs = MAX_DELAY_MS }: { maxDelayMs?: number } = {}) {
    this.#longestMs = maxDelayMs;
  }

  /** The number of consecutive failures. A run of 10 s or more resets it. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Counts a failure of a process that ran for `lifeMs` (0 if its start failed), and returns how long to wait, in ms.
   */
  next(lifeMs: number): number {
    if (lifeMs >= LIVED_MS) this.#failures = 0;
    const wait = Math.min(this.#longestMs, MIN_DELAY_MS * 2 ** this.#failures);
    this.#failures += 1;
    return wait;
  }
}
