import { queryPool } from "../platform/db";
import { log } from "../platform/log";
import { processWide } from "../platform/process-wide";
import { type Sweep, SWEEPS } from "./sweeps";

/** How many rows one statement deletes: a few milliseconds of work. */
export const SWEEP_BATCH = 1_000;
/** How long one run goes on, in ms: less than a job may take. The next run goes on from there. */
const RUN_MS = 10 * 60_000;

/**
 * Deletes the rows of one sweep, some at a time, each statement a transaction of its own: it can be ended anywhere, and
 * run on two instances at once. Counts and logs what it did, also when it fails. Returns the number of rows.
 */
export async function runSweep(sweep: Sweep, signal: AbortSignal, batch = SWEEP_BATCH): Promise<number> {
  const startedAt = performance.now();
  const secondsSince = () => (performance.now() - startedAt) / 1_000;
  let rows = 0;
  let failed = true;
  try {
    for (let last = batch; last === batch && secondsSince() * 1_000 < RUN_MS; rows += last) {
      signal.throwIfAborted();
      last = await deleteBatch(sweep, batch);
    }
    failed = false;
    return rows;
  } finally {
    count(sweep.name, rows, secondsSince(), failed);
    log.info({ sweep: sweep.name, rows, seconds: Number(secondsSince().toFixed(3)), failed }, "sweep");
  }
}

async function deleteBatch({ sql, values }: Sweep, batch: number): Promise<number> {
  const [row] = await queryPool<{ rows: number }>(sql, [batch, ...values()]);
  return row?.rows ?? 0;
}

/** What the runs of one sweep did in this process. */
export interface SweepCount {
  rows: number;
  seconds: number;
  done: number;
  failed: number;
}

/** By the sweeps' names. Each is there from the start, so that the metric of one that never ran is 0. */
export const countedSweeps = (): ReadonlyMap<string, SweepCount> =>
  processWide(
    "sweep-counts",
    () => new Map(SWEEPS.map(({ name }) => [name, { rows: 0, seconds: 0, done: 0, failed: 0 }])),
  );

function count(name: string, rows: number, seconds: number, failed: boolean): void {
  const counts = countedSweeps().get(name);
  if (!counts) return;
  counts.rows += rows;
  counts.seconds += seconds;
  counts[failed ? "failed" : "done"] += 1;
}
