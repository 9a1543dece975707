import { isAccessLogged, logAccess, type AccessKind } from "../platform/http/access-log";
import { addressOf } from "../platform/http/client-address";
import type { HeaderReader } from "../platform/http/header-reader";
import { nextRequestId, withRequest } from "../platform/request-context";
import { app } from "./app";
import type { Mount, Trace } from "./context";
import { countRequest } from "./request-metrics";

/** Handles an API request for a mount: assigns an id, counts it, and logs it. */
export function handle(request: Request, mount: Mount = {}): Response | Promise<Response> {
  const trace = startTrace(null);
  const sender = { method: request.method, headers: request.headers, incoming: mount.incoming };
  const env = { incoming: mount.incoming, Response: mount.Response, trace };
  const answer = withRequest(trace, () => app.fetch(request, env));
  return answer instanceof Promise
    ? answer.then((response) => note(sender, trace, response))
    : note(sender, trace, answer);
}

/** The trace of a new request; `route` if the mount already knows it. */
export function startTrace(route: string | null): Trace {
  return { id: nextRequestId(), startedAt: performance.now(), route };
}

/** Facts about an answered request, for the log. */
interface Sender extends Pick<Mount, "incoming"> {
  readonly method: string;
  readonly headers: HeaderReader;
}

/** Counts and logs a request, and returns its response. */
export function note<R extends Pick<Response, "status">>(sender: Sender, trace: Trace, response: R): R {
  countRequest(sender.method, trace, response.status);
  if (isAccessLogged(kindOf(trace))) logRequest(sender, trace, response.status);
  return response;
}

function logRequest({ method, headers, incoming }: Sender, trace: Trace, status: number): void {
  const { startedAt } = trace;
  logAccess(kindOf(trace), { context: trace, method, status, startedAt, address: addressOf(headers, incoming) });
}

/** Token checks by gateways, and requests of monitors, which come every few seconds. */
const CHECKS: ReadonlySet<string | null> = new Set([
  "/api/v1/forward-auth",
  "/oauth/introspect",
  "/api/health/live",
  "/api/health/ready",
  "/api/metrics",
]);

function kindOf({ route }: Trace): AccessKind {
  return CHECKS.has(route) ? "check" : "api";
}
