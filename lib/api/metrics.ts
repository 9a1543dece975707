import { presents } from "../access/credentials/operator-secret";
import { env } from "../platform/env";
import type { ApiApp } from "./context";
import { EXPOSITION_TYPE, metricsSource } from "./request-metrics";
import { addOperation } from "./operation";
import { problem } from "./problem";
import { reply } from "./reply";

/** `/api/metrics`, for Prometheus: 404 unless METRICS_TOKEN is set. For operators, so it is not in OpenAPI. */
export function addMetrics(app: ApiApp): void {
  addOperation(app, {
    hidden: true,
    method: "get",
    path: "/api/metrics",
    answer: async (c) => {
      const { METRICS_TOKEN } = env();
      if (METRICS_TOKEN === undefined) return problem(c, "not_found");
      if (!presents(c.req.raw.headers, METRICS_TOKEN))
        return problem(c, "unauthenticated", undefined, { "www-authenticate": 'Bearer realm="latchkey metrics"' });
      return reply(c, 200, await metricsSource().read(), { "content-type": EXPOSITION_TYPE });
    },
  });
}
