import type { HeardInvalidation } from "./invalidation-message";
import type { ClockReading } from "./lease";

/**
 * Receives what a listener gets, in the order of the database. All invalidations that a beat confirms are delivered
 * before the beat.
 */
export interface InvalidationSink {
  /** Changes and acknowledgements are heard from now on. */
  begin(): void;
  /** See `Lease.beatReturned`. */
  beatReturned(sentAt: ClockReading, databaseClock: number): void;
  /** See `Lease.registered`. */
  registered(until: number, at: number): void;
  /** Drops what a change invalidates, or everything for null. Settles when none of it can be answered from memory. */
  forget(change: HeardInvalidation | null): void | Promise<void>;
  /** Another instance has dropped what a change of this instance invalidates. */
  acknowledged(changeId: string, instanceId: string): void;
  /** The lease has ended: no more invalidations arrive. Settles when nothing can be answered from memory any more. */
  end(): void | Promise<void>;
}
