import { createQueue, isQueueFull, type Queue } from "../../platform/bounded-queue";
import { log } from "../../platform/log";
import { processWide } from "../../platform/process-wide";
import { fail, type Failure } from "../../platform/result/result";
import { runInWorker, WorkerFailed } from "../../platform/worker/in-worker";
import { workerFile } from "../../platform/worker/worker-file";
import { INLINE_BYTES, withCost } from "./cost";
import { parseBytes, type ReportBytes, type ReportRead } from "./parse-bytes";

export { INLINE_BYTES } from "./cost";
export type { ReportBytes, ReportRead } from "./parse-bytes";
export type { StorableAsset, StorableReport } from "./storable";

/** Two reports of maximum size at a time, plus some small ones. In bytes, decompressed. */
const LIMITS = { concurrency: 6, waiting: 32, capacity: 48 * 1024 * 1024 };

/** Ten times the cost of the worst known report, on a busy machine. */
const WORKER = { timeoutMs: 60_000, memoryMb: 512 };

const queue = (): Queue => processWide("report reader", () => createQueue(LIMITS));

/**
 * Parses a report and passes it to `use`. Large reports are parsed in a worker thread. The number of bytes in progress
 * is limited, and organizations take turns (docs/decisions/0044-uploads-are-read-first-and-counted-in-bytes.md). Fails
 * with `unavailable` if too many wait, or if the thread exceeds its time or memory. Throws what `use` throws.
 */
export async function withReport<T>(
  organizationId: string,
  report: ReportBytes,
  use: (read: ReportRead) => Promise<T>,
): Promise<T | Failure> {
  const { expanded, cost } = await withCost(report);
  try {
    return await queue().run(async () => use(await read(expanded, cost)), { key: organizationId, cost });
  } catch (error) {
    if (error instanceof WorkerFailed)
      log.error({ message: error.message, bytes: report.bytes.byteLength }, "a report could not be read");
    else if (!isQueueFull(error)) throw error;
    return fail("unavailable", { detail: { retryAfterSeconds: 5 } });
  }
}

function read(report: ReportBytes, cost: number): Promise<ReportRead> {
  const file = cost <= INLINE_BYTES ? null : workerFile("report-reader");
  return file === null ? parseBytes(report) : runInWorker<ReportRead>(file, report, WORKER);
}
