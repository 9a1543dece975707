import { processWide } from "../platform/process-wide";

/** What the sweeps of one table did in this process. */
export interface SweepCount {
  rows: number;
  seconds: number;
  done: number;
  failed: number;
}

/** Per sweep; every sweep is there from the start, so that a metric of one that never ran is 0. */
export function sweepCounts(names: readonly string[]): ReadonlyMap<string, SweepCount> {
  return processWide(
    "sweep-counts",
    () => new Map(names.map((name) => [name, { rows: 0, seconds: 0, done: 0, failed: 0 }])),
  );
}
