import { env } from "../env";
import { log } from "../log";
import type { RequestContext } from "../request-context";

/** The kind of a request. `check` is a token check or a probe, of which there may be thousands per second. */
export type AccessKind = "api" | "page" | "check" | "file" | "refused";

export interface AccessEntry {
  readonly context: RequestContext;
  readonly method: string;
  readonly status: number;
  /** `performance.now()` when the request arrived. */
  readonly startedAt: number;
  readonly address: string | null;
}

const QUIET: ReadonlySet<AccessKind> = new Set<AccessKind>(["check", "file"]);

/** Whether ACCESS_LOG includes this kind of request. */
export function isAccessLogged(kind: AccessKind): boolean {
  const { ACCESS_LOG } = env();
  return (ACCESS_LOG === "all" || (ACCESS_LOG === "requests" && !QUIET.has(kind))) && log.isLevelEnabled("info");
}

/** Logs a request, without query strings and headers, which may contain secrets. */
export function logAccess(kind: AccessKind, { context, method, status, startedAt, address }: AccessEntry): void {
  if (!isAccessLogged(kind)) return;
  const { id: requestId, route } = context;
  log.info(
    { requestId, route, kind, method, status, ms: Math.round(performance.now() - startedAt), address },
    "request",
  );
}
