import { fail, type Result } from "../../platform/result/result";
import { covers, permissionsOf, spaceAccessOf, type Actor, type SpaceAccess } from "./actor";
import { GRANTABLE, PERMISSIONS, type Permission } from "./permissions";

/** The permissions that `actor` may grant to a token, in the table's order. */
export function grantableBy(actor: Actor): Permission[] {
  return grantableWith(permissionsOf(actor));
}

/** The permissions that an actor with `held` may grant to a token, in the table's order. */
export function grantableWith(held: readonly Permission[]): Permission[] {
  const grantable: readonly Permission[] = held.flatMap((permission) => [...GRANTABLE[permission]]);
  return PERMISSIONS.filter((permission) => grantable.includes(permission));
}

/**
 * Whether `actor` may grant `permissions` with this space access. To change a token, the actor must be able to grant
 * its permissions before and after: call this with both.
 */
export function mayGrant(actor: Actor, access: SpaceAccess, permissions: readonly Permission[]): Result {
  if (!covers(spaceAccessOf(actor), access)) return fail("not_found");
  const grantable = grantableBy(actor);
  const notGrantable = permissions.filter((permission) => !grantable.includes(permission));
  return notGrantable.length > 0
    ? fail("permission_not_grantable", { field: "permissions", detail: { beyond: notGrantable } })
    : { ok: true };
}

/** Whether a token created by `actor` may expire at `expiresAt`. A child token never outlives its parent. */
export function mayLiveUntil(actor: Actor, expiresAt: Date | null): Result {
  if (actor.kind !== "token" || actor.expiresAt === null) return { ok: true };
  if (expiresAt !== null && expiresAt <= actor.expiresAt) return { ok: true };
  return fail("exceeds_parent", { field: "expiresAt", detail: { latest: actor.expiresAt.toISOString() } });
}
