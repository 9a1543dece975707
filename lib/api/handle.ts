import { randomBytes } from "node:crypto";
import { log } from "../log";
import { app } from "./app";
import type { Mount, Trace } from "./context";
import { countRequest } from "./measures";

/** Answers an API request on behalf of a mount: gives it an id, counts it, and logs it at debug. */
export function handle(request: Request, mount: Mount = {}): Response | Promise<Response> {
  const trace: Trace = { id: nextId(), startedAt: performance.now(), route: "unknown" };
  const answer = app.fetch(request, { incoming: mount.incoming, Response: mount.Response, trace });
  return answer instanceof Promise ? answer.then((response) => note(request.method, trace, response)) : note(request.method, trace, answer);
}

function note(method: string, trace: Trace, response: Response): Response {
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
