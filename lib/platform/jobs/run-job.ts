import { logFailure } from "../db/failure-log";
import { log } from "../log";
import type { PeriodicJob } from "./job";

/** What a periodic job's entry in the queue says. */
export interface JobData {
  readonly job: string;
}

/**
 * Runs the job that an entry names; logs why it fails, and throws it. A job of another version of Latchkey, as during
 * an upgrade, is passed over: its next time comes.
 */
export async function runJob(jobs: readonly PeriodicJob[], { job: name }: JobData, signal: AbortSignal): Promise<void> {
  const job = jobs.find((candidate) => candidate.name === name);
  if (!job) return log.info({ job: name }, "a job that this version does not have was passed over");
  try {
    await job.run(signal);
  } catch (error) {
    if (signal.aborted) log.info({ job: name }, "a job was cut short; it will be run again");
    else logFailure(error, `the job ${name} failed`);
    throw error;
  }
}
