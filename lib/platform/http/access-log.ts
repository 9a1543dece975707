import { env } from "../env";
import { log } from "../log";
import type { RequestContext } from "../request-context";

/** What a request is for. `check` stands for token checks and probes, which may come thousands of times a second. */
export type AccessKind = "api" | "page" | "check" | "file" | "refused";

export interface AccessEntry {
  readonly context: RequestContext;
  readonly method: string;
  readonly status: number;
  /** `performance.now()` when the request came. */
  readonly startedAt: number;
  readonly address: string | null;
}

const QUIET: ReadonlySet<AccessKind> = new Set<AccessKind>(["check", "file"]);

/** Whether the access log has a line for such a request (ACCESS_LOG). */
export function isAccessLogged(kind: AccessKind): boolean {
  const { ACCESS_LOG } = env();
  return (ACCESS_LOG === "all" || (ACCESS_LOG === "requests" && !QUIET.has(kind))) && log.isLevelEnabled("info");
}

/** Writes a request's line into the access log: neither query strings nor headers, which may hold secrets. */
export function logAccess(kind: AccessKind, { context, method, status, startedAt, address }: AccessEntry): void {
  if (!isAccessLogged(kind)) return;
  const { id: requestId, route } = context;
  log.info(
    { requestId, route, kind, method, status, ms: Math.round(performance.now() - startedAt), address },
    "request",
  );
}
