import type { AcknowledgementTracker } from "./acknowledgements";
import type { ChangeLogs } from "./change-logs";
import type { InvalidationSink } from "./invalidation-sink";
import type { HeardInvalidation } from "./invalidation-message";
import type { Lease, ClockReading } from "./lease";
import type { RecordStore } from "./record-store";

interface Parts {
  readonly store: RecordStore;
  readonly logs: ChangeLogs;
  readonly lease: Lease;
  readonly acknowledgements: AcknowledgementTracker;
}

/** Applies beats and invalidations to the cache of this process. */
export class LocalSink implements InvalidationSink {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  begin(): void {
    // A lease begins with a beat.
  }

  beatReturned(sentAt: ClockReading, databaseClock: number): void {
    this.#parts.lease.beatReturned(sentAt, databaseClock);
  }

  registered(until: number, at: number): void {
    this.#parts.lease.registered(until, at);
  }

  forget(change: HeardInvalidation | null): void {
    const { store, logs } = this.#parts;
    if (change) {
      store.forget(change);
      logs.record(change);
    } else this.#dropAll();
  }

  acknowledged(changeId: string, instanceId: string): void {
    this.#parts.acknowledgements.record(changeId, instanceId);
  }

  end(): void {
    this.#parts.lease.end();
    this.#dropAll();
  }

  #dropAll(): void {
    this.#parts.store.clear();
    this.#parts.logs.clear();
  }
}
