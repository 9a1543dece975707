import type { Actor } from "../access/authorization/actor";
import { ADMINISTRATORS, ROLES, type Role } from "../access/authorization/permissions";
import { fail, type Result } from "../platform/result/result";

/**
 * Whether `actor`, who has member.write, may add, change or remove a member with these roles (before and after the
 * change). Only Super Admins may do so for Super Admins; tokens never.
 */
export function mayManage(actor: Actor, roles: readonly Role[]): Result {
  if (!roles.includes("super_admin") || isSuperAdmin(actor)) return { ok: true };
  return fail("super_admin_required", { field: "role" });
}

/** The roles that `actor`, who has member.write, may assign. */
export function assignableRoles(actor: Actor): Role[] {
  return ROLES.filter((role) => mayManage(actor, [role]).ok);
}

const RANK: Readonly<Record<Role, number>> = { member: 0, admin: 1, super_admin: 2 };

/** The facts that decide whether an organization may reset a user's password. */
export interface PasswordHolder {
  /** The role in the organization; null if they are not a member. */
  readonly role: Role | null;
  /** Whether they also belong to another organization. */
  readonly isMemberElsewhere: boolean;
}

/**
 * Whether an administrator with the role `by` may let a user choose a password without the old one: by a reset link, or
 * by an invitation to an account without an organization. An account can belong to several organizations, and one must
 * not decide for another. Always fails with `reset_on_server`, so that the reason reveals nothing about other
 * organizations.
 */
export function mayResetPassword(by: Role, { role, isMemberElsewhere }: PasswordHolder): Result {
  const outranks = role !== null && RANK[role] > RANK[by];
  return isMemberElsewhere || outranks || !ADMINISTRATORS.includes(by) ? fail("reset_on_server") : { ok: true };
}

/** Fails with `not_yourself` if the actor is this user. */
export function refuseSelf(actor: Actor, userId: string): Result {
  return actor.kind === "user" && actor.userId === userId ? fail("not_yourself") : { ok: true };
}

function isSuperAdmin(actor: Actor): boolean {
  return actor.kind === "user" && actor.role === "super_admin";
}
