import { setTimeout as sleep } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import { logFailure } from "../db/failure-log";
import { Restarts } from "../restarts";
import { createBoss, ensureQueue, PERIODIC_QUEUE } from "./boss";
import type { PeriodicJob } from "./job";
import { type JobData, runJob } from "./run-job";

/** How long a job that runs may take to end at shutdown, in ms. */
const STOP_MS = 1_500;
/** The longest that a start is put off that fails again and again, in ms. */
const MAX_RETRY_MS = 60_000;
/** How often the queue is looked at for a job to run, in seconds. */
const POLL_SECONDS = 30;

/**
 * Schedules periodic jobs and runs them one at a time. Any number of instances share the work: each time of a job is
 * queued once. Starting does not wait for the database and does not fail without it.
 */
export class JobRunner {
  readonly #jobs: readonly PeriodicJob[];
  readonly #stopped = new AbortController();
  #boss: PgBoss | undefined;
  #starting: Promise<void> | undefined;

  constructor(jobs: readonly PeriodicJob[]) {
    this.#jobs = jobs;
  }

  /** Begins in the background. */
  start(): void {
    this.#starting ??= this.#startWithRetries();
  }

  /** Settles when jobs are scheduled and run, or the runner was stopped before. */
  async started(): Promise<void> {
    await this.#starting;
  }

  /** Ends the running job, which another instance or the next start runs again, and all timers. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error("the process ends"));
    await this.#starting;
    try {
      await this.#boss?.stop({ graceful: true, timeout: STOP_MS, close: false });
    } catch (error) {
      logFailure(error, "the job runner did not end in order");
    }
  }

  async #startWithRetries(): Promise<void> {
    const retries = new Restarts({ maxDelayMs: MAX_RETRY_MS });
    while (!this.#stopped.signal.aborted) {
      try {
        return await this.#startOnce();
      } catch (error) {
        logFailure(error, "the job runner could not be started");
      }
      await sleep(retries.next(0), undefined, { ref: false, signal: this.#stopped.signal }).catch(() => undefined);
    }
  }

  async #startOnce(): Promise<void> {
    const boss = (this.#boss ??= await createBoss({ schedule: true, supervise: true }));
    await boss.start();
    await ensureQueue(boss);
    for (const { name, cron } of this.#jobs)
      await boss.schedule(PERIODIC_QUEUE, cron, { job: name }, { key: name, singletonKey: name, tz: "UTC" });
    await boss.work<JobData>(PERIODIC_QUEUE, { pollingIntervalSeconds: POLL_SECONDS }, async ([job]) => {
      if (job) await runJob(this.#jobs, job.data, AbortSignal.any([job.signal, this.#stopped.signal]));
    });
  }
}
