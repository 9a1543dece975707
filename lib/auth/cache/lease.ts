/**
 * How long after a beat was sent its return still vouches for the cache, in ms. Whoever revokes a token waits at most
 * this long, plus the margin, for an instance that does not answer: by then it has stopped answering from its cache.
 */
export const LEASE_MS = 1_000;
/** What clocks of different machines may drift apart within a lease, and a timer may be early, in ms. */
export const MARGIN_MS = 100;

/**
 * The right to answer from the cache. Held while a beat that was sent within the last second has come back over the
 * LISTEN connection, and while the instance stands in the table of listeners. Times are of one monotonic clock, in ms.
 */
export class Lease {
  #beatUntil = Number.NEGATIVE_INFINITY;
  #registeredUntil = Number.NEGATIVE_INFINITY;

  /** A beat sent at `sentAt` has come back: everything committed before it was sent has been heard. */
  beatReturned(sentAt: number): void {
    this.#beatUntil = Math.max(this.#beatUntil, sentAt + LEASE_MS);
  }

  /** Those who revoke will wait for this instance until then. */
  registered(until: number): void {
    this.#registeredUntil = until;
  }

  /** The connection is gone, or never was. */
  end(): void {
    this.#beatUntil = Number.NEGATIVE_INFINITY;
    this.#registeredUntil = Number.NEGATIVE_INFINITY;
  }

  holds(now: number): boolean {
    return now < this.#beatUntil && now < this.#registeredUntil;
  }
}
