import type { Instrumentation } from "next";
import { logFailure } from "../platform/db/failure-log";
import { currentRequest, withRequest } from "../platform/request-context";

type Parameters = globalThis.Parameters<Instrumentation.onRequestError>;

/**
 * Logs an error of a page, a route handler or an action. `digest` is the reference that the page shows. Without
 * server.ts, the request has the hosting platform's id.
 */
export function logPageError(error: unknown, request: Parameters[1], { routePath, routeType }: Parameters[2]): void {
  const { digest } = (error ?? {}) as { digest?: unknown };
  const write = () => logFailure(error, "a page could not be rendered", { digest, routePath, routeType });
  if (currentRequest()) return write();
  const id = String(request.headers["x-vercel-id"] ?? "unknown");
  withRequest({ id, route: request.path.split("?", 1)[0] ?? null }, write);
}
