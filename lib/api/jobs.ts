import { presents } from "../access/credentials/operator-secret";
import { env } from "../platform/env";
import { runJobsNow } from "../platform/jobs/run-now";
import { PERIODIC_JOBS } from "../retention/jobs";
import type { ApiApp } from "./context";
import { addOperation } from "./operation";
import { problem } from "./problem";
import { json } from "./reply";

/** How long after a call jobs are begun, in ms: less than a serverless function may take. */
const BUDGET_MS = 20_000;

/**
 * `/api/jobs`, for a scheduler outside, where no process keeps running (crons in vercel.json). It does not exist unless
 * CRON_SECRET is set. Operators' business, not in OpenAPI.
 */
export function addJobs(app: ApiApp): void {
  addOperation(app, {
    hidden: true,
    method: "get",
    path: "/api/jobs",
    answer: async (c) => {
      const { CRON_SECRET } = env();
      if (CRON_SECRET === undefined) return problem(c, "not_found");
      if (!presents(c.req.raw.headers, CRON_SECRET))
        return problem(c, "unauthenticated", undefined, { "www-authenticate": 'Bearer realm="latchkey jobs"' });
      const jobs = await runJobsNow(PERIODIC_JOBS, BUDGET_MS);
      return json(c, { jobs }, jobs.some(({ outcome }) => outcome === "failed") ? 500 : 200);
    },
  });
}
