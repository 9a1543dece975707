import { createQueue, isQueueFull, type Queue } from "../../platform/bounded-queue";
import { fail, type Result } from "../../platform/result/result";
import { log } from "../../platform/log";
import { processWide } from "../../platform/process-wide";
import { runInWorker, WorkerFailed } from "../../platform/worker/in-worker";
import { workerFile } from "../../platform/worker/worker-file";
import { parseBundle, type BundleParse } from "../parse";

/** Bundles up to this size are parsed in the calling thread, within 20 ms at worst; larger ones in a worker thread. */
export const INLINE_BYTES = 32 * 1024;

/** One at a time: at worst, a worker thread uses a core for seconds and 200 MB. */
const LIMITS = { concurrency: 1, waiting: 8 };

/** Five times the cost of the worst known bundle. */
const WORKER = { timeoutMs: 15_000, memoryMb: 768 };

const queue = (): Queue => processWide("bundle reader", () => createQueue(LIMITS));

/**
 * Parses a bundle without blocking the process (docs/decisions/0021-bundles-are-read-in-a-thread.md). Organizations
 * take turns. Fails with `unavailable` if too many wait, or if the thread exceeds its time or memory.
 */
export async function readBundle(bytes: Uint8Array, organizationId: string): Promise<Result<{ parsed: BundleParse }>> {
  if (bytes.byteLength <= INLINE_BYTES) return { ok: true, parsed: parseBundle(bytes) };
  const file = workerFile("bundle-reader");
  const read = async () => (file === null ? parseBundle(bytes) : runInWorker<BundleParse>(file, bytes, WORKER));
  try {
    return { ok: true, parsed: await queue().run(read, { key: organizationId }) };
  } catch (error) {
    if (error instanceof WorkerFailed)
      log.error({ message: error.message, bytes: bytes.byteLength }, "a bundle could not be read");
    else if (!isQueueFull(error)) throw error;
    return fail("unavailable", { detail: { retryAfterSeconds: 5 } });
  }
}
