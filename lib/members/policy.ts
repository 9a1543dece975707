import type { Actor } from "../access/authorization/actor";
import { ROLES, type Role } from "../access/authorization/permissions";
import { fail, type Result } from "../platform/result/result";

/**
 * Whether `actor`, who holds member.write, may do something to a member, or make somebody one, with these roles (of
 * before and after). Super Admins alone appoint, change or remove Super Admins; no token does.
 */
export function mayManage(actor: Actor, roles: readonly Role[]): Result {
  if (!roles.includes("super_admin") || isSuperAdmin(actor)) return { ok: true };
  return fail("super_admin_required", { field: "role" });
}

/** The roles that `actor`, who holds member.write, may give. */
export function assignableRoles(actor: Actor): Role[] {
  return ROLES.filter((role) => mayManage(actor, [role]).ok);
}

/** Nobody locks or throws themselves out. */
export function notYourself(actor: Actor, userId: string): Result {
  return actor.kind === "user" && actor.userId === userId ? fail("not_yourself") : { ok: true };
}

function isSuperAdmin(actor: Actor): boolean {
  return actor.kind === "user" && actor.role === "super_admin";
}
