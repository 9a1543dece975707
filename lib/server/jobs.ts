import { JobRunner } from "../platform/jobs/runner";
import { processWide } from "../platform/process-wide";
import { PERIODIC_JOBS } from "../retention/jobs";

/** The job runner of this process, not started. */
export const jobRunner = (): JobRunner => processWide("job-runner", () => new JobRunner(PERIODIC_JOBS));
