import { randomBytes } from "node:crypto";
import { log } from "../platform/log";
import { app } from "./app";
import type { Mount, Trace } from "./context";
import { countRequest } from "./measures";

/** Answers an API request on behalf of a mount: gives it an id, counts it, and logs it at debug. */
export function handle(request: Request, mount: Mount = {}): Response | Promise<Response> {
  const trace = startTrace(null);
  const answer = app.fetch(request, { incoming: mount.incoming, Response: mount.Response, trace });
  return answer instanceof Promise
    ? answer.then((response) => note(request.method, trace, response))
    : note(request.method, trace, answer);
}

/** The trace of a request that has just come; its route where the mount knows it already. */
export function startTrace(route: string | null): Trace {
  return { id: nextId(), startedAt: performance.now(), route };
}

/** Counts and logs a request that has its answer, and hands that on. */
export function note<R extends Pick<Response, "status">>(method: string, trace: Trace, response: R): R {
  countRequest(method, trace, response.status);
  if (log.isLevelEnabled("debug")) logRequest(method, trace, response.status);
  return response;
}

function logRequest(method: string, { id, route, startedAt }: Trace, status: number): void {
  log.debug({ requestId: id, method, route, status, ms: Math.round(performance.now() - startedAt) }, "API request");
}

/** Ids are a random start for the process and a count: unique, and cheaper than a UUID each. */
const START = randomBytes(9).toString("base64url");
let count = 0;

function nextId(): string {
  count += 1;
  return `${START}-${count.toString(36)}`;
}
