import { later, type Instant } from "./instant.js";

/**
 * Up to when everything that was committed is known. Counts from the sending of polls, never from the arrival of an
 * answer: an answer that was held back for a minute says nothing about that minute.
 */
export class Freshness {
  readonly #maxStaleMs: number;
  #known: Instant | null = null;

  constructor(maxStaleMs: number) {
    this.#maxStaleMs = maxStaleMs;
  }

  /** A poll that was sent at `sent` told of everything up to `ageMs` before. A negative age counts as none. */
  prove(sent: Instant, ageMs: number): void {
    const known = later(sent, -Math.max(0, ageMs));
    if (this.#known === null || known.running > this.#known.running) this.#known = known;
  }

  /** Whether less than the bound has passed by both clocks. A wall clock that was set back proves nothing. */
  holds(running: number, wall: number): boolean {
    if (this.#known === null) return false;
    const passed = wall - this.#known.wall;
    return running - this.#known.running < this.#maxStaleMs && passed >= 0 && passed < this.#maxStaleMs;
  }
}
