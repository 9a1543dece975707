/**
 * Work that the job runner repeats on a schedule. Each time runs at least once, on one instance; a run that was cut
 * short is repeated, so running it twice must change nothing more.
 */
export interface PeriodicJob {
  /** Unique among all jobs. Letters, digits and hyphens. */
  readonly name: string;
  /** When it runs: a cron expression, in UTC. */
  readonly cron: string;
  /** Ends soon after `signal` is aborted. A job that throws is tried again. */
  run(signal: AbortSignal): Promise<void>;
}
