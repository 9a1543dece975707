import type { Change } from "./invalidation-message";
import type { Moment } from "./lease";

/**
 * Who is told what a listener hears, in the order in which the database delivered it. What a beat vouches for has been
 * handed over before the beat.
 */
export interface ChangeSink {
  /** See `Lease.beatReturned`. */
  beatReturned(sentAt: Moment, databaseClock: number): void;
  /** See `Lease.registered`. */
  registered(until: number, at: number): void;
  /** Drops what a change takes back, everything for null. Settles when nothing of it can be answered from memory any more. */
  forget(change: Change | null): void | Promise<void>;
  /** Another instance has dropped what a change of this one takes back. */
  acknowledged(changeId: string, instanceId: string): void;
  /** The lease is over: nothing more can be heard. */
  end(): void;
}
