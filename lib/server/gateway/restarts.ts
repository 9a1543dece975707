/** One that lived so long, in ms, did not fail at its start. */
const LIVED_MS = 10_000;
const SHORTEST_MS = 100;
const LONGEST_MS = 10_000;

/** How long to wait before a worker that ended is started again: twice as long each time it fails at its start. */
export class Restarts {
  #failures = 0;

  /** What to wait, in ms, after one ended that had lived `lifeMs`. */
  next(lifeMs: number): number {
    if (lifeMs >= LIVED_MS) this.#failures = 0;
    const wait = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** this.#failures);
    this.#failures += 1;
    return wait;
  }
}
