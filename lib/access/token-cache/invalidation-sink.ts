import type { Invalidation } from "./invalidation-message";
import type { ClockReading } from "./lease";

/**
 * Who is told what a listener hears, in the order in which the database delivered it. What a beat vouches for has been
 * handed over before the beat.
 */
export interface InvalidationSink {
  /** Changes and acknowledgements are heard from now on. */
  begin(): void;
  /** See `Lease.beatReturned`. */
  beatReturned(sentAt: ClockReading, databaseClock: number): void;
  /** See `Lease.registered`. */
  registered(until: number, at: number): void;
  /** Drops what a change takes back, everything for null. Settles when nothing of it can be answered from memory any more. */
  forget(change: Invalidation | null): void | Promise<void>;
  /** Another instance has dropped what a change of this one takes back. */
  acknowledged(changeId: string, instanceId: string): void;
  /** The lease is over: nothing more can be heard. Settles when nothing can be answered from memory any more. */
  end(): void | Promise<void>;
}
