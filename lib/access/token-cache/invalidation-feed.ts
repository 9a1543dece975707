/** Where an instance hears of changes from, and holds its lease by. */
export interface InvalidationFeed {
  /** By which others know whom to tell that they have dropped what a change takes back. */
  readonly instanceId: string;
  /** Whether acknowledgements can reach this instance now. */
  readonly connected: boolean;
  /** A new change's id, a UUID. */
  newChangeId(): string;
  start(): void;
  /** Called at every look-up with the monotonic clock; wakes the beats of an instance that was idle. */
  asked(now: number): void;
  /** Takes this instance off the list of those that are waited for. */
  stop(): Promise<void>;
}
