import type { Failure } from "../../platform/result/result";
import type { ApiContext } from "../context";
import { problem } from "../problem";
import { json, rateFields, reply } from "../reply";
import type { OperationAnswer } from "./types";

/** Writes a success. */
export function write<Body>(c: ApiContext, { status, body, headers = {} }: OperationAnswer<Body>): Response {
  return status === 204 ? reply(c, 204, null, { ...rateFields(c), ...headers }) : json(c, body, status, headers);
}

/** Writes a failure. The errors of a bundle are in `findings`. */
export function writeFailure(c: ApiContext, failed: Failure): Response {
  const { reason, detail = {} } = failed;
  if (reason === "invalid_bundle") {
    const { findings, ...context } = detail as { findings: [] };
    return problem(c, reason, { findings, context });
  }
  if (reason === "unavailable")
    return problem(c, reason, {}, { "retry-after": String(Number(detail.retryAfterSeconds ?? 5)) });
  if (typeof detail.message !== "string") return failure(c, failed);
  const { message, ...context } = detail;
  return failure(c, { ...failed, detail: context }, message);
}

/** A success with a body. */
export const ok = <Body>(body: Body, headers?: OperationAnswer<Body>["headers"]): OperationAnswer<Body> => ({
  ok: true,
  status: 200,
  body,
  ...(headers ? { headers } : {}),
});

/** 201 with the new resource's `location`. */
export const created = <Body>(
  body: Body,
  location: string,
  headers: OperationAnswer<Body>["headers"] = {},
): OperationAnswer<Body> => ({
  ok: true,
  status: 201,
  body,
  headers: { location, ...headers },
});

/** 204. */
export const done: OperationAnswer<never> = { ok: true, status: 204, body: null as never };

/** The ETag of a version. */
export const etagOf = (version: number): { etag: string } => ({ etag: `"${version}"` });

/** Responds with a failure of lib under its reason. `detail` is a sentence about this occurrence. */
function failure(c: ApiContext, failed: Failure, detail?: string): Response {
  if (failed.reason === "insufficient_scope") return insufficientScope(c, failed);
  const errors = Object.entries(failed.fields ?? {}).map(([field, detail]) => ({ field, detail }));
  const extra = {
    ...(detail === undefined ? {} : { detail }),
    ...(errors.length > 0 ? { errors } : {}),
    ...(failed.detail ? { context: failed.detail } : {}),
  };
  return problem(c, failed.reason, extra);
}

/** 403 with the challenge of RFC 6750 section 3: `scope` names every permission that would allow the action. */
function insufficientScope(c: ApiContext, { detail = {} }: Failure): Response {
  const { permissions } = detail;
  const scope = Array.isArray(permissions) ? permissions.join(" ") : "";
  const challenge = `Bearer realm="latchkey", error="insufficient_scope", scope="${scope}"`;
  return problem(c, "insufficient_scope", { context: detail }, { "www-authenticate": challenge });
}
