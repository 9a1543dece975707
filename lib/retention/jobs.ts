import { LISTING_JOB } from "../content/listing";
import type { PeriodicJob } from "../platform/jobs/job";
import { runSweep } from "./run-sweep";
import { SWEEPS } from "./sweeps";

/** Minutes between the sweeps of an hour, so that they do not come all at once. */
const APART_MINUTES = 5;

/** Each sweep, once an hour. */
const SWEEP_JOBS: readonly PeriodicJob[] = SWEEPS.map((sweep, index) => ({
  name: `sweep-${sweep.name}`,
  cron: `${3 + index * APART_MINUTES} * * * *`,
  run: async (signal) => void (await runSweep(sweep, signal)),
}));

/** All jobs that repeat. */
export const PERIODIC_JOBS: readonly PeriodicJob[] = [...SWEEP_JOBS, LISTING_JOB];
