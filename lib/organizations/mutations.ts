import { appendAudit, SYSTEM_CHAIN, type AuditEntry } from "../audit/append";
import { differences } from "../audit/differences";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Action } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";
import { fail, requireVersion, type Result } from "../platform/result/result";
import { requireConfirmation } from "./policy";
import type { DeleteOrganizationInput, UpdateOrganizationInput } from "./schema";
import { findOrganizationRow, toSettings, type OrganizationRow, type OrganizationSettings } from "./settings";

/**
 * Changes the given fields of the actor's organization. The token policy applies to all tokens, including existing
 * ones, from the next request. Changing it needs `tokenPolicy.write`, because actors bound by the policy must not
 * change it. A form may send it unchanged. Fails with `insufficient_scope`, `not_found`, `stale`.
 */
export async function updateOrganization(
  actor: Actor,
  input: UpdateOrganizationInput,
): Promise<Result<{ settings: OrganizationSettings }>> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockOrganization(tx, actor, "organization.update");
    if (!locked.ok) return locked;
    const { row } = locked;
    const { version, ...given } = input;
    const seen = requireVersion(row, version);
    if (!seen.ok) return seen;
    const policy = requirePolicyRight(actor, row, given);
    if (!policy.ok) return policy;
    const changed = await tx.organization.update({
      where: { id: row.id },
      data: { ...given, version: { increment: 1 } },
    });
    if (changesPolicy(row, given)) publishInvalidation({ organizationId: row.id });
    await appendAudit(
      tx,
      eventOf(actor, {
        action: "organization.updated",
        message: `Edited organization “${changed.name}”`,
        change: differences(factsOf(row), factsOf(changed)),
      }),
    );
    return { ok: true, settings: toSettings(changed) };
  });
}

type TokenPolicy = Pick<UpdateOrganizationInput, "tokenMaxLifetimeDays" | "tokenRequestsPerMinute">;

function changesPolicy(row: OrganizationRow, { tokenMaxLifetimeDays, tokenRequestsPerMinute }: TokenPolicy): boolean {
  const changes = <T>(before: T, given: T | undefined) => given !== undefined && given !== before;
  return (
    changes(row.tokenMaxLifetimeDays, tokenMaxLifetimeDays) ||
    changes(row.tokenRequestsPerMinute, tokenRequestsPerMinute)
  );
}

function requirePolicyRight(actor: Actor, row: OrganizationRow, given: TokenPolicy): Result {
  if (!changesPolicy(row, given)) return { ok: true };
  const decision = decide(actor, "tokenPolicy.write", { organizationId: row.id, spaceId: null });
  return decision.ok ? { ok: true } : decision;
}

/**
 * Deletes the actor's organization. The row stays as a tombstone, so that its id is never reused. Every query excludes
 * deleted organizations, so all tokens, sessions, invitations and links are dead at once. Fails with
 * `insufficient_scope`, `not_found`, `stale`, and `invalid_input` if the typed name does not match.
 */
export async function deleteOrganization(
  actor: Actor,
  { version, confirmName }: DeleteOrganizationInput,
): Promise<Result> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockOrganization(tx, actor, "organization.delete");
    if (!locked.ok) return locked;
    const { id, name } = locked.row;
    const seen = requireVersion(locked.row, version);
    if (!seen.ok) return seen;
    const confirmed = requireConfirmation(confirmName, name);
    if (!confirmed.ok) return confirmed;
    await tx.$executeRaw`UPDATE "Organization" SET "deletedAt" = now(), "updatedAt" = now(), "version" = "version" + 1
      WHERE "id" = ${id}`;
    const members = await removeMembersAndInvitations(tx, id);
    publishInvalidation({ organizationId: id });
    const event = {
      action: "organization.deleted",
      message: `Deleted organization “${name}”`,
      change: { name, members },
    };
    await appendAudit(tx, { ...eventOf(actor, event), chain: SYSTEM_CHAIN });
    await appendAudit(tx, eventOf(actor, event));
    return { ok: true };
  });
}

/**
 * Removes all memberships and invitations. Sessions open with another of their user's organizations, if any. Returns
 * the number of members.
 */
async function removeMembersAndInvitations(tx: Tx, organizationId: string): Promise<number> {
  await tx.invitation.deleteMany({ where: { organizationId } });
  const { count } = await tx.membership.deleteMany({ where: { organizationId } });
  await tx.session.updateMany({ where: { organizationId }, data: { organizationId: null } });
  return count;
}

async function lockOrganization(tx: Tx, actor: Actor, action: Action): Promise<Result<{ row: OrganizationRow }>> {
  const decision = decide(actor, action, { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  await tx.$queryRaw`SELECT 1 FROM "Organization" WHERE "id" = ${actor.organizationId} FOR NO KEY UPDATE`;
  const row = await findOrganizationRow(tx, actor.organizationId);
  return row ? { ok: true, row } : fail("not_found");
}

/** The editable fields, for the audit log. */
function factsOf(row: OrganizationRow) {
  const {
    annotations,
    tags,
    contacts,
    name,
    code,
    description,
    company,
    tokenMaxLifetimeDays,
    tokenRequestsPerMinute,
  } = toSettings(row);
  const lists = {
    annotations: annotations.map((pair) => ({ ...pair })),
    tags: tags.map((pair) => ({ ...pair })),
    contacts: contacts.map((contact) => ({ ...contact })),
  };
  return { name, code, description, company, ...lists, tokenMaxLifetimeDays, tokenRequestsPerMinute };
}

function eventOf(actor: Actor, event: Pick<AuditEntry, "action" | "message" | "change">): AuditEntry {
  return { chain: actor.organizationId, actor, resource: { kind: "organization", id: actor.organizationId }, ...event };
}
