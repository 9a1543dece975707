import { randomUUID } from "node:crypto";
import { log } from "../log";
import { app } from "./app";
import type { Mount, Trace } from "./context";
import { countRequest } from "./measures";

/** Answers an API request on behalf of a mount: gives it an id, counts it, and logs it at debug. */
export async function handle(request: Request, mount: Mount = {}): Promise<Response> {
  const trace: Trace = { id: randomUUID(), startedAt: performance.now(), route: "unknown" };
  const response = await app.fetch(request, { ...mount, trace });
  countRequest(request.method, trace, response.status);
  if (log.isLevelEnabled("debug")) logRequest(request.method, trace, response.status);
  return response;
}

function logRequest(method: string, { id, route, startedAt }: Trace, status: number): void {
  log.debug({ requestId: id, method, route, status, ms: Math.round(performance.now() - startedAt) }, "API request");
}
