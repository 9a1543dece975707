import { createQueue, isQueueFull, type Queue } from "../../platform/bounded-queue";
import { log } from "../../platform/log";
import { processWide } from "../../platform/process-wide";
import { fail, type Failure } from "../../platform/result/result";
import { runInWorker, WorkerFailed } from "../../platform/worker/in-worker";
import { workerFile } from "../../platform/worker/worker-file";
import { expandedSize, INLINE_BYTES } from "./cost";
import { parseBytes, type ReportBytes, type ReportRead } from "./parse-bytes";

export type { ReportBytes, ReportRead } from "./parse-bytes";
export type { StorableAsset, StorableReport } from "./storable";

/** Two reports of the largest size at a time, and room for some small ones beside them. In bytes, decompressed. */
const LIMITS = { concurrency: 6, waiting: 32, capacity: 48 * 1024 * 1024 };

/** Ten times what the worst report known takes, on a busy machine. */
const WORKER = { timeoutMs: 60_000, memoryMb: 512 };

const queue = (): Queue => processWide("report reader", () => createQueue(LIMITS));

/**
 * Reads a report and hands it to `use`. Large reports are read in a thread. How many bytes are read and used at a time
 * is bounded, and organizations take turns (docs/decisions/0044-uploads-are-read-first-and-counted-in-bytes.md). Fails
 * with `unavailable` when too many wait, or when the thread ran out of time or memory. Throws what `use` throws.
 */
export async function withReport<T>(
  organizationId: string,
  report: ReportBytes,
  use: (read: ReportRead) => Promise<T>,
): Promise<T | Failure> {
  const cost = await expandedSize(report);
  try {
    return await queue().run(async () => use(await read(report, cost)), { key: organizationId, cost });
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
