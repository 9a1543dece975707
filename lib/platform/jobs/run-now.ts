import { createBoss, ensureQueue, PERIODIC_QUEUE } from "./boss";
import type { PeriodicJob } from "./job";
import { type JobData, runJob } from "./run-job";

/** How a job ended that was run on request. */
export interface JobOutcome {
  readonly job: string;
  /** `unfinished`: the time was over. It is queued again, as after a failure. */
  readonly outcome: "done" | "failed" | "unfinished";
}

/**
 * Queues each job, unless it waits or runs already, and runs what is due, one after the other, beginning none after
 * `budgetMs`. For hosts that keep no process running: something outside calls it on a schedule. What is left over stays
 * queued for the next call.
 */
export async function runJobsNow(jobs: readonly PeriodicJob[], budgetMs: number): Promise<JobOutcome[]> {
  const boss = await createBoss({ schedule: false, supervise: false });
  const deadline = performance.now() + budgetMs;
  const outcomes: JobOutcome[] = [];
  try {
    await boss.start();
    await ensureQueue(boss);
    await boss.supervise(PERIODIC_QUEUE, { reindex: false }); // fails the jobs of processes that died
    for (const { name } of jobs) await boss.send(PERIODIC_QUEUE, { job: name }, { singletonKey: name });
    while (performance.now() < deadline) {
      const [job] = await boss.fetch<JobData>(PERIODIC_QUEUE);
      if (!job) break;
      const signal = AbortSignal.timeout(Math.max(1, Math.ceil(deadline - performance.now())));
      try {
        await runJob(jobs, job.data, signal);
        await boss.complete(PERIODIC_QUEUE, job.id);
        outcomes.push({ job: job.data.job, outcome: "done" });
      } catch (error) {
        await boss.fail(PERIODIC_QUEUE, job.id, { message: error instanceof Error ? error.message : String(error) });
        outcomes.push({ job: job.data.job, outcome: signal.aborted ? "unfinished" : "failed" });
      }
    }
    return outcomes;
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}
