/**
 * How long a returned beat keeps the lease, from when it was sent, in ms. A revocation waits at most this long, plus
 * the margin, for an instance that does not answer: by then that instance no longer uses its cache.
 */
export const LEASE_MS = 1_000;
/** The tolerance for clock drift within a lease and for timers that fire early, in ms. */
export const MARGIN_MS = 100;

/** A reading of this machine's clocks, in ms. The monotonic one stops while the machine sleeps. */
export interface ClockReading {
  readonly monotonic: number;
  readonly wall: number;
}

export const readClocks = (): ClockReading => ({ monotonic: performance.now(), wall: Date.now() });

/**
 * The right to answer from the cache. Held while a beat sent within the last second has returned over the LISTEN
 * connection, and while the instance is in the table of listeners. Both clocks are checked: the monotonic clock does
 * not count time in which the machine slept, and a wall clock that was set ends the lease until the next beat, 200 ms
 * later.
 */
export class Lease {
  #sentAt: ClockReading = { monotonic: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };
  #registeredSince = Number.POSITIVE_INFINITY;
  #registeredUntil = Number.NEGATIVE_INFINITY;
  #clockOffset = 0;

  /**
   * A beat sent at `sentAt` has returned: everything committed before it was sent has arrived. `databaseClock` is the
   * database's time when it handled the beat, in epoch ms.
   */
  beatReturned(sentAt: ClockReading, databaseClock: number): void {
    if (sentAt.monotonic <= this.#sentAt.monotonic) return;
    this.#sentAt = sentAt;
    this.#clockOffset = databaseClock - sentAt.monotonic;
  }

  /**
   * Revocations wait for this instance until `until`; `at` is when the registration became visible to them. Both are on
   * the monotonic clock. Revocations in a gap before `at` did not wait, so only a beat sent after `at` renews the
   * lease.
   */
  registered(until: number, at: number): void {
    if (at >= this.#registeredUntil) this.#registeredSince = at;
    this.#registeredUntil = until;
  }

  /** The connection has ended, or was never open. */
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
   * How long ago the last returned beat was sent, in ms: everything committed before that has arrived. Infinite if
   * there was none. By the clock by which more time has passed.
   */
  age({ monotonic, wall }: ClockReading): number {
    return Math.max(monotonic - this.#sentAt.monotonic, wall - this.#sentAt.wall);
  }

  /**
   * The database's clock while the lease holds, in epoch ms. Updated with every beat. It is ahead by the beat's transit
   * time, so a token expires early by that much, never late.
   */
  databaseClock({ monotonic }: ClockReading): number {
    return monotonic + this.#clockOffset;
  }
}
