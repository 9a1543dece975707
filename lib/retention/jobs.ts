import { ADVICE_JOB } from "../advice/refresh";
import { LISTING_JOB } from "../content/listing";
import type { PeriodicJob } from "../platform/jobs/job";
import { runSweep } from "./run-sweep";
import { SWEEPS } from "./sweeps";

/** The sweeps are spread over the hour, so that they do not come all at once. */
const minuteOf = (index: number): number => 1 + Math.floor((index * 59) / SWEEPS.length);

/** Each sweep, once an hour. */
const SWEEP_JOBS: readonly PeriodicJob[] = SWEEPS.map((sweep, index) => ({
  name: `sweep-${sweep.name}`,
  cron: `${minuteOf(index)} * * * *`,
  run: async (signal) => void (await runSweep(sweep, signal)),
}));

/** All jobs that repeat. */
export const PERIODIC_JOBS: readonly PeriodicJob[] = [...SWEEP_JOBS, LISTING_JOB, ADVICE_JOB];
