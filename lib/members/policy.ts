import type { Actor } from "../access/authorization/actor";
import { ADMINISTRATORS, ROLES, type Role } from "../access/authorization/permissions";
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

const RANK: Readonly<Record<Role, number>> = { member: 0, admin: 1, super_admin: 2 };

/** What decides whether an organization may give a person a new password. */
export interface PasswordHolder {
  /** In the organization; null for a person who is not, or no longer, a member. */
  readonly role: Role | null;
  /** Whether they belong to another organization, too. */
  readonly isMemberElsewhere: boolean;
}

/**
 * Whether an administrator with the role `by` may let a person choose a password without the old one: by a reset link,
 * or by an invitation to an account that belongs to no organization any more. An account can span organizations, and one
 * organization must not decide for another. Fails with `reset_on_server`, whatever the cause: the reason says nothing
 * about other organizations.
 */
export function mayResetPassword(by: Role, { role, isMemberElsewhere }: PasswordHolder): Result {
  const outranks = role !== null && RANK[role] > RANK[by];
  return isMemberElsewhere || outranks || !ADMINISTRATORS.includes(by) ? fail("reset_on_server") : { ok: true };
}

/** Nobody locks or throws themselves out. */
export function refuseSelf(actor: Actor, userId: string): Result {
  return actor.kind === "user" && actor.userId === userId ? fail("not_yourself") : { ok: true };
}

function isSuperAdmin(actor: Actor): boolean {
  return actor.kind === "user" && actor.role === "super_admin";
}
