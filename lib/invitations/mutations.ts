import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { digestOfLink, generateLinkSecret } from "../access/credentials/link-secret";
import { ROLE_LABELS } from "../access/authorization/labels";
import type { Tx } from "../platform/db";
import { expectRow, inTransaction } from "../platform/db/transaction";
import { mayManage } from "../members/policy";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import type { InvitationDto } from "./dto";
import { findInvitationRow, toInvitationDto } from "./queries";
import { INVITATION_HOURS, type InviteMemberInput, type RevokeInvitationInput } from "./schema";

/**
 * Invites an e-mail address. The link's secret is only in this result and is not stored. A previous invitation of the
 * address ends. Fails with `insufficient_scope`, `super_admin_required`, `already_member`.
 */
export async function inviteMember(
  actor: Actor,
  input: InviteMemberInput,
): Promise<Result<{ invitation: InvitationDto; secret: Secret }>> {
  const allowed = mayInvite(actor, input.role);
  return allowed.ok ? inTransaction((tx) => insert(tx, actor, input)) : allowed;
}

function mayInvite(actor: Actor, role: InviteMemberInput["role"]): Result {
  const decision = decide(actor, "member.write", { organizationId: actor.organizationId, spaceId: null });
  return decision.ok ? mayManage(actor, [role]) : decision;
}

async function insert(
  tx: Tx,
  actor: Actor,
  { email, role }: InviteMemberInput,
): Promise<Result<{ invitation: InvitationDto; secret: Secret }>> {
  const { organizationId } = actor;
  const now = await lockOrganization(tx, organizationId);
  if (!now) return fail("not_found");
  if ((await tx.membership.count({ where: { organizationId, user: { email } } })) > 0)
    return fail("already_member", { field: "email" });
  const replaced = await withdrawPreviousInvitation(tx, actor, email, now);
  if (!replaced.ok) return replaced;
  const secret = generateLinkSecret();
  const expiresAt = new Date(now.getTime() + INVITATION_HOURS * 3_600_000);
  const { id } = await tx.invitation.create({
    data: {
      organizationId,
      email,
      role,
      digest: digestOfLink(secret),
      invitedByName: actor.name,
      createdAt: now,
      expiresAt,
    },
    select: { id: true },
  });
  const row = expectRow(await findInvitationRow(tx, organizationId, id), "invitation");
  await appendAudit(tx, {
    chain: organizationId,
    actor,
    action: "member.invited",
    resource: { kind: "invitation", id },
    message: `Invited ${email} as ${ROLE_LABELS[role].name}`,
    change: { email, role, replaced: replaced.id },
  });
  return { ok: true, invitation: toInvitationDto(row), secret };
}

/**
 * Locks the organization, so that concurrent invitations of one address cannot collide. Returns the database's time, or
 * null if the organization does not exist.
 */
async function lockOrganization(tx: Tx, id: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    SELECT date_trunc('milliseconds', now()) AS now FROM "Organization" WHERE "id" = ${id} AND "deletedAt" IS NULL
      FOR NO KEY UPDATE`;
  return row?.now ?? null;
}

/** Withdraws the address's open invitation, if any. The actor must be allowed to manage its role. */
async function withdrawPreviousInvitation(
  tx: Tx,
  actor: Actor,
  email: string,
  now: Date,
): Promise<Result<{ id: string | null }>> {
  const { organizationId } = actor;
  const former = await tx.invitation.findFirst({
    where: { organizationId, email, acceptedAt: null, revokedAt: null },
    select: { id: true, role: true },
  });
  if (!former) return { ok: true, id: null };
  const allowed = mayManage(actor, [former.role]);
  if (!allowed.ok) return allowed;
  await tx.invitation.update({ where: { id: former.id }, data: { revokedAt: now } });
  return { ok: true, id: former.id };
}

/**
 * Withdraws an open invitation: its link stops working at once. Fails with `insufficient_scope`, `not_found`,
 * `super_admin_required`.
 */
export async function revokeInvitation(actor: Actor, { invitationId }: RevokeInvitationInput): Promise<Result> {
  const allowed = mayInvite(actor, "member");
  if (!allowed.ok) return allowed;
  return inTransaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Invitation"
      WHERE "organizationId" = ${actor.organizationId} AND "id" = ${invitationId}::uuid FOR UPDATE`;
    const row = await findInvitationRow(tx, actor.organizationId, invitationId);
    if (!row) return fail("not_found");
    const manageable = mayManage(actor, [row.role]);
    if (!manageable.ok) return manageable;
    await tx.invitation.update({ where: { id: row.id }, data: { revokedAt: new Date() } });
    await appendAudit(tx, {
      chain: actor.organizationId,
      actor,
      action: "member.invitation_revoked",
      resource: { kind: "invitation", id: row.id },
      message: `Withdrew the invitation of ${row.email}`,
      change: { email: row.email, role: row.role },
    });
    return { ok: true };
  });
}
