import type { AcknowledgementTracker } from "./acknowledgements";
import type { InvalidationSink } from "./invalidation-sink";
import type { Invalidation } from "./invalidation-message";
import type { Lease, ClockReading } from "./lease";
import type { RecordStore } from "./record-store";

interface Parts {
  readonly store: RecordStore;
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

  forget(change: Invalidation | null): void {
    if (change) this.#parts.store.forget(change);
    else this.#parts.store.clear();
  }

  acknowledged(changeId: string, instanceId: string): void {
    this.#parts.acknowledgements.record(changeId, instanceId);
  }

  end(): void {
    this.#parts.lease.end();
    this.#parts.store.clear();
  }
}
