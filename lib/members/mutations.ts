import { appendAudit, type AuditEntry } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { ROLE_LABELS } from "../access/authorization/labels";
import { signOutOf } from "../access/session/session-store";
import type { Tx } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import type { MemberDto } from "./dto";
import { lockMember, requireAnotherSuperAdmin, type LockedMember } from "./guards";
import { refuseSelf } from "./policy";
import { findMemberRow, toMemberDto, type MemberRow } from "./queries";
import type { ChangeRoleInput, MemberInput, SignOutMemberInput } from "./schema";

type Answer = Promise<Result<{ member: MemberDto }>>;

/**
 * Changes a member's role. Fails with `not_found`, `insufficient_scope`, `super_admin_required`, `last_super_admin`,
 * `stale`.
 */
export async function changeRole(actor: Actor, input: ChangeRoleInput): Answer {
  return inTransaction(async (tx) => {
    const locked = await lockMember(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    if (row.role === input.role) return { ok: true, member: toMemberDto(row) };
    const remaining = requireAnotherSuperAdmin(locked);
    if (!remaining.ok) return remaining;
    await update(tx, actor, row, { role: input.role });
    return finish(tx, actor, row, {
      action: "member.role_changed",
      message: `Made ${row.name} ${ROLE_LABELS[input.role].name}`,
      change: { role: { from: row.role, to: input.role } },
    });
  });
}

/** Disables a member. Fails like `changeRole`, and with `not_yourself`. */
export async function disableMember(actor: Actor, input: MemberInput): Answer {
  return inTransaction(async (tx) => {
    const locked = await lockToRemove(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    if (row.disabledAt !== null) return { ok: true, member: toMemberDto(row) };
    await update(tx, actor, row, { disabledAt: new Date() });
    return finish(tx, actor, row, { action: "member.disabled", message: `Disabled ${row.name}` });
  });
}

/** Enables a disabled member. Fails like `changeRole`. */
export async function enableMember(actor: Actor, input: MemberInput): Answer {
  return inTransaction(async (tx) => {
    const locked = await lockMember(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    if (row.disabledAt === null) return { ok: true, member: toMemberDto(row) };
    await update(tx, actor, row, { disabledAt: null });
    return finish(tx, actor, row, { action: "member.enabled", message: `Enabled ${row.name}` });
  });
}

/** Ends a membership. The user's account and the tokens that they created stay. Fails like `disableMember`. */
export async function removeMember(actor: Actor, input: MemberInput): Promise<Result> {
  return inTransaction(async (tx) => {
    const locked = await lockToRemove(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    await tx.membership.delete({ where: key(actor, row.userId) });
    await audit(tx, actor, row, {
      action: "member.removed",
      message: `Removed ${row.name}`,
      change: { email: row.email, role: row.role },
    });
    return { ok: true };
  });
}

/**
 * Signs a member out of this organization, on every device. Their sessions stay valid in other organizations; only
 * those that showed this one are counted. Fails with `not_found`, `insufficient_scope`, `super_admin_required`.
 */
export async function signOutMember(
  actor: Actor,
  { userId }: SignOutMemberInput,
): Promise<Result<{ sessions: number }>> {
  return inTransaction(async (tx) => {
    const locked = await lockMember(tx, actor, { userId, version: null });
    if (!locked.ok) return locked;
    const { row } = locked;
    const sessions = await signOutOf(tx, actor.organizationId, userId);
    await audit(tx, actor, row, {
      action: "member.signed_out",
      message: `Signed ${row.name} out on all devices`,
      change: { sessions },
    });
    return { ok: true, sessions };
  });
}

/** Locks a member who will be disabled or removed. Refuses the actor itself and the last Super Admin. */
async function lockToRemove(tx: Tx, actor: Actor, input: MemberInput): Promise<Result<LockedMember>> {
  const locked = await lockMember(tx, actor, input);
  if (!locked.ok) return locked;
  const other = refuseSelf(actor, input.userId);
  if (!other.ok) return other;
  const remaining = requireAnotherSuperAdmin(locked);
  return remaining.ok ? locked : remaining;
}

function key(actor: Actor, userId: string) {
  return { organizationId_userId: { organizationId: actor.organizationId, userId } };
}

async function update(
  tx: Tx,
  actor: Actor,
  row: MemberRow,
  data: { role?: MemberRow["role"]; disabledAt?: Date | null },
): Promise<void> {
  await tx.membership.update({ where: key(actor, row.userId), data: { ...data, version: { increment: 1 } } });
}

type Event = Pick<AuditEntry, "action" | "message" | "change">;

async function finish(tx: Tx, actor: Actor, { userId }: MemberRow, event: Event): Answer {
  const changed = await findMemberRow(tx, actor.organizationId, userId);
  if (!changed) return fail("not_found");
  await audit(tx, actor, changed, event);
  return { ok: true, member: toMemberDto(changed) };
}

async function audit(tx: Tx, actor: Actor, { userId }: MemberRow, event: Event): Promise<void> {
  await appendAudit(tx, { chain: actor.organizationId, actor, resource: { kind: "member", id: userId }, ...event });
}
