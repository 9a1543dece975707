import { ACTIONS, permissionsFor } from "../access/authorization/permissions";
import type { Failure } from "../platform/result/result";
import type { ApiContext } from "./context";
import { problem } from "./problem";

/** Responds with a failure of lib under its reason. `detail` is a sentence about this occurrence. */
export function failure(c: ApiContext, failed: Failure, detail?: string): Response {
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
  const action = ACTIONS.find((known) => known === detail.action);
  const scope = action ? permissionsFor(action).join(" ") : "";
  const challenge = `Bearer realm="latchkey", error="insufficient_scope", scope="${scope}"`;
  return problem(c, "insufficient_scope", { context: detail }, { "www-authenticate": challenge });
}
