import type { ServerResponse } from "node:http";
import { databaseOutage } from "../platform/db/failure-log";
import { logAccess } from "../platform/http/access-log";
import { countPage } from "../platform/http/page-count";
import { log } from "../platform/log";
import type { RequestContext } from "../platform/request-context";

interface PageRequest {
  readonly method: string;
  readonly address: string | null;
  readonly context: RequestContext;
}

/**
 * Counts and logs a request to Next when it is answered. A 5xx is logged as an error, because not every one has a
 * thrown error. While the database is unavailable, they are counted as part of the outage.
 */
export function logPage({ method, address, context }: PageRequest, response: ServerResponse): void {
  const startedAt = performance.now();
  response.once("close", () => {
    const status = response.statusCode;
    countPage(status);
    logAccess("page", { context, method, status, startedAt, address });
    if (status >= 500 && !databaseOutage().isOn)
      log.error({ requestId: context.id, route: context.route, method, status }, "a page failed");
  });
}
