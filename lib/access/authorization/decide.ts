import { fail, type Failure } from "../../platform/result/result";
import { isIssuer, issuesAll, permissionsOf, spaceAccessOf, type Actor, type Holdings } from "./actor";
import { permissionsFor, permissionsForAnyToken, ruleOf, type Action, type Grant } from "./permissions";

/** The target of an action: a resource of one space or, if spaceId is null, of the organization. */
export interface Target {
  readonly organizationId: string;
  readonly spaceId: string | null;
  /** What the token holds that the action is about, or the API. Without it an Issuer may do nothing. */
  readonly holds?: Holdings;
}

export type Decision = { readonly ok: true; readonly detail: Grant } | Failure;

/**
 * Whether `actor` may do `action` to `target`. Denied unless the permission table allows it. Outside the tenant or the
 * actor's space access the answer is `not_found`, so that foreign and missing resources look the same. Inside,
 * `insufficient_scope` names the permissions that would allow the action to this target.
 */
export function decide(actor: Actor, action: Action, target: Target): Decision {
  const decision = evaluate(actor, action, target);
  if (decision.ok && actor.kind === "token") actor.did?.add(action);
  return decision;
}

function evaluate(actor: Actor, action: Action, target: Target): Decision {
  if (target.organizationId !== actor.organizationId) return fail("not_found");
  const access = spaceAccessOf(actor);
  if (access.kind === "organization") return granted(actor, action, target);
  if (target.spaceId !== null) return target.spaceId === access.spaceId ? granted(actor, action) : fail("not_found");
  return grantedOfOrganization(actor, action);
}

function granted(actor: Actor, action: Action, { holds }: Partial<Target> = {}): Decision {
  const { grants } = ruleOf(action);
  const held = permissionsOf(actor).map((permission) => grants[permission]);
  if (held.includes("full")) return { ok: true, detail: "full" };
  if (held.includes("brief")) return { ok: true, detail: "brief" };
  if (held.includes("issued") && holds && isIssuer(actor))
    return issuesAll(actor, holds) ? { ok: true, detail: "issued" } : fail("not_found");
  return insufficient(action, holds);
}

function grantedOfOrganization(actor: Actor, action: Action): Decision {
  const { ofOrganization } = ruleOf(action);
  if (ofOrganization === "hidden") return fail("not_found");
  if (ofOrganization === "refused") return insufficient(action);
  const decision = granted(actor, action);
  return decision.ok && ofOrganization === "brief" ? { ok: true, detail: "brief" } : decision;
}

/** The refusal of an action to a target that `holds` this; without it, Issuer is no permission that would allow it. */
export function insufficient(action: Action, holds?: Holdings): Failure {
  const permissions = holds ? permissionsFor(action) : permissionsForAnyToken(action);
  return fail("insufficient_scope", { detail: { action, permissions } });
}
