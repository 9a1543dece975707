import { fail, type Result } from "../../platform/result/result";
import {
  bindingOf,
  covers,
  isIssuer,
  issuableBy,
  issuesAll,
  isWithinBinding,
  permissionsOf,
  spaceAccessOf,
  type Actor,
  type Binding,
  type Holdings,
  type NamedApi,
  type SpaceAccess,
} from "./actor";
import { GRANTABLE, GRANTS_SCOPES, PERMISSIONS, type Permission } from "./permissions";

/** The permissions that `actor` may grant to a token, in the table's order. */
export function grantableBy(actor: Actor): Permission[] {
  return grantableWith(permissionsOf(actor));
}

/** The permissions that an actor with `held` may grant to a token, in the table's order. */
export function grantableWith(held: readonly Permission[]): Permission[] {
  const grantable: readonly Permission[] = held.flatMap((permission) => [...GRANTABLE[permission]]);
  return PERMISSIONS.filter((permission) => grantable.includes(permission));
}

/** Whether an actor with these permissions and this space access may grant scopes of the organization's APIs. */
export function grantsScopesWith(held: readonly Permission[], access: SpaceAccess): boolean {
  return access.kind === "organization" && held.some((permission) => GRANTS_SCOPES.includes(permission));
}

/** What a token holds, or is to hold. */
export interface Holding {
  readonly permissions: readonly Permission[];
  /** Whether it has scopes of APIs. */
  readonly scopes: boolean;
}

/** Whether `actor` may say whom a token is for. Subjects are of the organization: an actor of one space has none. */
export function maySetSubject(actor: Actor): Result {
  if (spaceAccessOf(actor).kind === "organization") return { ok: true };
  return fail("permission_not_grantable", { field: "subject" });
}

/**
 * Whether `actor` may grant what `holding` says with this space access. To change a token, the actor must be able to
 * grant what it has before and after: call this with both. For an Issuer, `decide` and `mayIssue` compare the scopes.
 */
export function mayGrant(actor: Actor, access: SpaceAccess, { permissions, scopes }: Holding): Result {
  if (!covers(spaceAccessOf(actor), access)) return fail("not_found");
  if (permissions.includes("issuer") && access.kind === "space")
    return fail("permission_not_grantable", { field: "permissions", detail: { beyond: ["issuer"] } });
  const grantable = grantableBy(actor);
  const notGrantable = permissions.filter((permission) => !grantable.includes(permission));
  if (notGrantable.length > 0)
    return fail("permission_not_grantable", { field: "permissions", detail: { beyond: notGrantable } });
  return scopes && !grantsScopesWith(permissionsOf(actor), spaceAccessOf(actor))
    ? fail("permission_not_grantable", { field: "grants" })
    : { ok: true };
}

/** Whether a token with these permissions verifies tokens, or can grant that. */
export function reachesVerifier(permissions: readonly Permission[]): boolean {
  return permissions.includes("verifier") || grantableWith(permissions).includes("verifier");
}

/**
 * Whether `actor` may have a hand in a token with these permissions that is bound to these APIs. A bound actor must not
 * get at a Verifier that knows more than itself, nor at a token that can make one.
 */
export function mayBind(
  actor: Actor,
  permissions: readonly Permission[],
  binding: Binding<Pick<NamedApi, "apiId">>,
): Result {
  if (!reachesVerifier(permissions) || isWithinBinding(bindingOf(actor), binding)) return { ok: true };
  return fail("permission_not_grantable", { field: "verifies" });
}

/** Whether an Issuer may give a token these scopes; a failure names what it issues. Anyone else may by `mayGrant`. */
export function mayIssue(actor: Actor, holds: Holdings): Result {
  if (!isIssuer(actor) || issuesAll(actor, holds)) return { ok: true };
  const issues = issuableBy(actor).map(({ api, scopes }) => (scopes ? { api, scopes } : { api }));
  return fail("permission_not_grantable", { field: "grants", detail: { issues } });
}

/**
 * The latest end of a token created by `actor`; null if there is no limit. A child token never outlives its parent;
 * what an Issuer makes is no child.
 */
export function latestEnd(actor: Actor): Date | null {
  return actor.kind === "token" && !isIssuer(actor) ? actor.expiresAt : null;
}

/** Whether a token created by `actor` may expire at `expiresAt`. */
export function mayLiveUntil(actor: Actor, expiresAt: Date | null): Result {
  const latest = latestEnd(actor);
  if (latest === null || (expiresAt !== null && expiresAt <= latest)) return { ok: true };
  return fail("exceeds_parent", { field: "expiresAt", detail: { latest: latest.toISOString() } });
}
