import { createQueue, isQueueFull, type Queue } from "../bounded-queue";
import { processWide } from "../process-wide";
import { fail, type Result } from "../result/result";

/** One task at a time leaves connections and disk bandwidth to requests. */
const LIMITS = { concurrency: 1, waiting: 20 };
const RETRY_SECONDS = 15;

const queue = (): Queue => processWide("long database work", () => createQueue(LIMITS));

/**
 * Runs a task that keeps the database busy for up to a minute (deleting a space, verifying an audit log), one at a time
 * per process. Organizations take turns, and a more urgent task goes first. Fails with `unavailable` if too many wait.
 * Authorize before calling this, and again in `work` if the actor may lose its rights while it waits.
 */
export async function queueLongWork<T extends object>(
  { organizationId, isUrgent = false }: { organizationId: string; isUrgent?: boolean },
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await queue().run(work, { key: organizationId, priority: isUrgent ? 1 : 0 });
  } catch (error) {
    if (isQueueFull(error)) return fail("unavailable", { detail: { retryAfterSeconds: RETRY_SECONDS } });
    throw error;
  }
}
