import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Role } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import { mayManage } from "./policy";
import { findMemberRow, type MemberRow } from "./queries";

/** A member locked for a change, and the number of other enabled Super Admins. */
export interface LockedMember {
  readonly row: MemberRow;
  readonly otherSuperAdmins: number;
}

interface Change {
  readonly userId: string;
  /** The version that the editor saw; null skips the check. */
  readonly version: number | null;
  /** The new role; undefined if it does not change. */
  readonly role?: Role;
}

/**
 * Locks a member for a change, and all Super Admins, always in the same order. If two Super Admins demote each other,
 * the second one finds that only one is left. Fails with `insufficient_scope`, `not_found`, `super_admin_required`,
 * `stale`.
 */
export async function lockMember(
  tx: Tx,
  actor: Actor,
  { userId, version, role }: Change,
): Promise<Result<LockedMember>> {
  const decision = decide(actor, "member.write", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const locked = await tx.$queryRaw<{ userId: string; role: Role; disabled: boolean }[]>`
    SELECT "userId", "role"::text AS "role", "disabledAt" IS NOT NULL AS "disabled" FROM "Membership"
    WHERE "organizationId" = ${actor.organizationId} AND ("role" = 'super_admin' OR "userId" = ${userId}::uuid)
      ORDER BY "userId" FOR UPDATE`;
  const row = await findMemberRow(tx, actor.organizationId, userId);
  if (!row) return fail("not_found");
  const allowed = mayManage(actor, role ? [row.role, role] : [row.role]);
  if (!allowed.ok) return allowed;
  if (version !== null && row.version !== version) return fail("stale", { detail: { version: row.version } });
  const others = locked.filter(
    (member) => member.role === "super_admin" && !member.disabled && member.userId !== userId,
  );
  return { ok: true, row, otherSuperAdmins: others.length };
}

/** Fails with `last_super_admin` unless another enabled Super Admin remains. */
export function requireAnotherSuperAdmin({ row, otherSuperAdmins }: LockedMember): Result {
  return row.role === "super_admin" && row.disabledAt === null && otherSuperAdmins === 0
    ? fail("last_super_admin")
    : { ok: true };
}
