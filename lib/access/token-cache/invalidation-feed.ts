/** Receives invalidations and keeps the instance's lease. */
export interface InvalidationFeed {
  /** The id to which other instances send their acknowledgements. */
  readonly instanceId: string;
  /** Whether acknowledgements can reach this instance now. */
  readonly connected: boolean;
  /** A new change's id, a UUID. */
  newChangeId(): string;
  start(): void;
  /** Call this on every look-up with the monotonic clock. Restarts the beats of an idle instance. */
  asked(now: number): void;
  /** Removes this instance from the list that revocations wait for. */
  stop(): Promise<void>;
}
