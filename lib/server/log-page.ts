import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "../platform/log";

/** Logs a request to Next when it is answered: 5xx as errors, the rest at debug. Paths without their query. */
export function logPage(request: IncomingMessage, response: ServerResponse): void {
  const startedAt = performance.now();
  const { method, url = "/" } = request;
  response.once("finish", () => {
    const failed = response.statusCode >= 500;
    if (!failed && !log.isLevelEnabled("debug")) return;
    const facts = {
      method,
      path: url.split("?", 1)[0],
      status: response.statusCode,
      ms: Math.round(performance.now() - startedAt),
    };
    log[failed ? "error" : "debug"](facts, "page request");
  });
}
