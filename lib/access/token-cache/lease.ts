/**
 * How long after a beat was sent its return still vouches for the cache, in ms. Whoever revokes a token waits at most
 * this long, plus the margin, for an instance that does not answer: by then it has stopped answering from its cache.
 */
export const LEASE_MS = 1_000;
/** What clocks of different machines may drift apart within a lease, and a timer may be early, in ms. */
export const MARGIN_MS = 100;

/** A moment, on both of this machine's clocks, in ms. The monotonic one stands still while the machine sleeps. */
export interface ClockReading {
  readonly monotonic: number;
  readonly wall: number;
}

export const readClocks = (): ClockReading => ({ monotonic: performance.now(), wall: Date.now() });

/**
 * The right to answer from the cache. Held while a beat that was sent within the last second has come back over the
 * LISTEN connection, and while the instance stands in the table of listeners. Both clocks must say so: a machine that
 * slept has missed what the monotonic one did not count, and a wall clock that was set ends the lease until the next
 * beat, 200 ms later.
 */
export class Lease {
  #sentAt: ClockReading = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };
  #registeredSince = Number.POSITIVE_INFINITY;
  #registeredUntil = Number.NEGATIVE_INFINITY;
  #clockOffset = 0;

  /**
   * A beat sent at `sentAt` has come back: everything committed before it was sent has been heard. `databaseClock` is
   * what the database's clock said meanwhile, in epoch ms.
   */
  beatReturned(sentAt: ClockReading, databaseClock: number): void {
    if (sentAt.monotonic <= this.#sentAt.monotonic) return;
    this.#sentAt = sentAt;
    this.#clockOffset = databaseClock - sentAt.monotonic;
  }

  /**
   * Those who revoke wait for this instance until `until`; `at` is when that became visible to them, both on the
   * monotonic clock. Who revoked in a gap before `at` did not wait, so only a beat that was sent later vouches.
   */
  registered(until: number, at: number): void {
    if (at >= this.#registeredUntil) this.#registeredSince = at;
    this.#registeredUntil = until;
  }

  /** The connection is gone, or never was. */
  end(): void {
    this.#sentAt = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };
    this.#registeredUntil = Number.NEGATIVE_INFINITY;
  }

  holds({ monotonic, wall }: ClockReading): boolean {
    const sinceByWall = wall - this.#sentAt.wall;
    return (
      monotonic < this.#sentAt.monotonic + LEASE_MS &&
      this.#sentAt.monotonic >= this.#registeredSince &&
      monotonic < this.#registeredUntil &&
      sinceByWall >= 0 &&
      sinceByWall < LEASE_MS
    );
  }

  /**
   * The database's clock at a moment when the lease holds, in epoch ms. Read with every beat, so that a token ends by
   * the clock as it is; it is ahead by as long as the beat was on its way: a token ends that much early, never late.
   */
  databaseClock({ monotonic }: ClockReading): number {
    return monotonic + this.#clockOffset;
  }
}
