/**
 * How the monotonic clock of another process of this machine compares with this process's `performance.now()`. Learned
 * by asking: the answer was read at some time between the question and its arrival, so the difference is known within
 * the time that took. It is constant, because both clocks count from one source since their process started. No clock
 * that processes share is needed: Bun has none, as its `process.hrtime` counts from the start of the process.
 */
export class PeerClock {
  #aheadAtLeast = Number.NEGATIVE_INFINITY;
  #aheadAtMost = Number.POSITIVE_INFINITY;

  /** The peer's clock was `read` between `asked` and `now`, which are on this process's clock. In ms. */
  answered({ asked, read }: { asked: number; read: number }, now: number): void {
    this.#aheadAtLeast = Math.max(this.#aheadAtLeast, read - now);
    this.#aheadAtMost = Math.min(this.#aheadAtMost, read - asked);
  }

  /** A time of the peer's by this process's clock; never too late. `-Infinity` before the first answer. */
  notTooLate(peerTime: number): number {
    return peerTime - this.#aheadAtMost;
  }

  /** The same; never too early. `Infinity` before the first answer. */
  notTooEarly(peerTime: number): number {
    return peerTime - this.#aheadAtLeast;
  }
}
