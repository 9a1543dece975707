import { HTTPException } from "hono/http-exception";
import { isDatabaseAway } from "../platform/db/errors";
import { logFailure } from "../platform/db/failure-log";
import { BodyTooSlow, ConnectionLost } from "../platform/http/body";
import type { ApiApp, ApiContext, HttpExchange } from "./context";
import { problem } from "./problem";
import { PROBLEMS, type ProblemCode } from "../platform/result/problems";
import { reply } from "./reply";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Responds when no route matches: unknown paths, methods that a path does not support, and OPTIONS. */
export function handleNotFound(app: ApiApp, c: ApiContext): Response {
  const allowed = METHODS.filter((method) => app.router.match(method, c.req.path)[0].length > 0);
  if (allowed.length === 0) return problem(c, "not_found");
  if (allowed.includes("GET")) allowed.unshift("HEAD");
  const allow = [...allowed, "OPTIONS"].join(", ");
  return c.req.method === "OPTIONS"
    ? reply(c, 204, null, { allow })
    : problem(c, "method_not_allowed", undefined, { allow });
}

const BY_STATUS: Partial<Record<number, ProblemCode>> = {
  400: "invalid_request",
  408: "request_timeout",
  413: "payload_too_large",
  415: "unsupported_media_type",
};

/** Responds to a thrown error. The client gets a code and the request's id; the log has the rest. */
export function answerError(error: unknown, c: HttpExchange): Response {
  if (error instanceof ConnectionLost) return problem(c, "request_timeout");
  if (error instanceof BodyTooSlow)
    return problem(c, "request_timeout", { detail: "The body arrived too slowly." }, { connection: "close" });
  const code = error instanceof HTTPException ? BY_STATUS[error.status] : undefined;
  if (code)
    return problem(
      c,
      code,
      error instanceof HTTPException && error.message !== PROBLEMS[code].title ? { detail: error.message } : undefined,
    );
  const answer = isDatabaseAway(error)
    ? problem(c, "unavailable", undefined, { "retry-after": "5" })
    : problem(c, "internal_error");
  logFailure(error, "an API request failed");
  return answer;
}
