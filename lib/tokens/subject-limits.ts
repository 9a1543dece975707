import { WHOLE_ORGANIZATION, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { mayGrant } from "../access/authorization/granting";
import { PERMISSIONS } from "../access/authorization/permissions";
import { requireLiveOrganization } from "../access/authorization/require-organization";
import type { Limits } from "../access/limits/schema";
import { factsOfLimits, isLimiting, limitsColumn } from "../access/limits/stored";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { appendAudit } from "../audit/append";
import { db, type Tx } from "../platform/db";
import type { SubjectLimits } from "../platform/db/generated/client";
import { queueLongWork } from "../platform/db/long-work";
import { LONG_LIMITS } from "../platform/db/transaction";
import { actOf, claimChange, completeForm, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import { recordSubjectCutoffs } from "../revocations/cutoffs";
import { bindsActor } from "./ancestors";
import type { SubjectLimitsDto } from "./dto";
import { findActor } from "./lock";
import { findTokenRow } from "./queries";
import type { TokenRow } from "./row";
import type { SubjectInput, SetSubjectLimitsInput } from "./schema";

/**
 * The limits that the tokens of a subject share. Version 1 if none were ever set. Needs `token.read` for the whole
 * organization. Fails with `insufficient_scope`.
 */
export async function getSubjectLimits(actor: Actor, { subject }: SubjectInput): Promise<Result<SubjectLimitsDto>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.read", { organizationId, spaceId: null });
  return decision.ok ? { ok: true, ...(await find(db(), organizationId, subject)) } : decision;
}

async function find(client: Tx, organizationId: string, subject: string): Promise<SubjectLimitsDto> {
  const row = await client.subjectLimits.findUnique({ where: { organizationId_subject: { organizationId, subject } } });
  return toDto(subject, row ?? { limits: null, version: 1 });
}

/** `limits` as `setSubjectLimits` has parsed and stored them. */
function toDto(subject: string, { limits, version }: Pick<SubjectLimits, "limits" | "version">): SubjectLimitsDto {
  return { subject, limits: (limits ?? {}) as Limits, version };
}

/**
 * Replaces the limits that all tokens of a subject obey besides their own, from the next check on; later tokens of the
 * subject too. Needs `token.write` for the whole organization, and the actor must be able to grant what the subject's
 * tokens have. A repeat of `form` with the same input changes nothing and gets the same answer. Fails with
 * `insufficient_scope`, `permission_not_grantable`, `stale`, `not_found` if the organization was deleted, `unavailable`
 * if too much long work is waiting, and `not_yourself` where a token would change limits that bind itself.
 */
export async function setSubjectLimits(
  actor: Actor,
  input: SetSubjectLimitsInput,
  form?: FormUse,
): Promise<Result<SubjectLimitsDto>> {
  const { organizationId } = actor;
  const { subject, limits, version } = input;
  const act = actOf(form, input);
  const decision = decide(actor, "token.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return queueLongWork({ organizationId, isUrgent: true }, () =>
    inRevokingTransaction(async (tx, publishInvalidation) => {
      const current = await findActor(tx, actor);
      if (!current.ok) return current;
      const may = await mayLimit(tx, current.actor, subject);
      if (!may.ok) return may;
      if ((await claimChange(tx, act)) !== null) return { ok: true, ...(await find(tx, organizationId, subject)) };
      const live = await requireLiveOrganization(tx, organizationId);
      if (!live.ok) return live;
      const before = await lock(tx, organizationId, subject);
      if (version !== null && version !== before.version) return fail("stale", { detail: { version: before.version } });
      const row = await tx.subjectLimits.update({
        where: { organizationId_subject: { organizationId, subject } },
        data: { limits: limitsColumn(limits), version: { increment: 1 } },
      });
      publishInvalidation({ organizationId, subject });
      await completeForm(tx, act, {});
      const sequence = await appendAudit(tx, {
        chain: organizationId,
        actor: current.actor,
        action: "subject.limits_set",
        resource: { kind: "subject", id: subject },
        message: `Set limits of all API tokens for “${subject}”`,
        change: { limits: { from: factsOfLimits(before.limits), to: factsOfLimits(limits) } },
      });
      if (isLimiting(limits)) await recordSubjectCutoffs(tx, organizationId, sequence, subject);
      return { ok: true, ...toDto(subject, row) };
    }, LONG_LIMITS),
  );
}

/** Creates the row if there is none, and locks it. */
async function lock(tx: Tx, organizationId: string, subject: string): Promise<SubjectLimitsDto> {
  await tx.$executeRaw`INSERT INTO "SubjectLimits" ("organizationId", "subject")
    VALUES (${organizationId}, ${subject}) ON CONFLICT DO NOTHING`;
  await tx.$queryRaw`SELECT 1 FROM "SubjectLimits"
    WHERE "organizationId" = ${organizationId} AND "subject" = ${subject} FOR NO KEY UPDATE`;
  return find(tx, organizationId, subject);
}

/** Whether the actor may change the limits of a subject's tokens: as for each token, and not of its own. */
async function mayLimit(tx: Tx, actor: Actor, subject: string): Promise<Result> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const own = actor.kind === "token" ? await findTokenRow(tx, organizationId, actor.tokenId) : null;
  if (own?.subject === subject) return fail("not_yourself", { field: "limits" });
  const rows = await tx.$queryRaw<{ permission: string | null }[]>`
    SELECT DISTINCT x."permission"::text AS "permission"
    FROM "ApiToken" t LEFT JOIN LATERAL unnest(t."permissions") AS x("permission") ON TRUE
    WHERE t."organizationId" = ${organizationId} AND t."subject" = ${subject} AND t."revokedAt" IS NULL`;
  const held = PERMISSIONS.filter((known) => rows.some(({ permission }) => permission === known));
  return mayGrant(actor, WHOLE_ORGANIZATION, { permissions: held, scopes: true });
}

/**
 * Fails with `not_yourself` if a token would leave a subject whose limits bind it: the subject of itself or of an
 * ancestor, which is its own too.
 */
export async function requireNotLeaving(
  tx: Tx,
  actor: Actor,
  { id, organizationId, subject }: Pick<TokenRow, "id" | "organizationId" | "subject">,
): Promise<Result> {
  if (subject === null || !(await bindsActor(tx, actor, id))) return { ok: true };
  const { limits } = await find(tx, organizationId, subject);
  return isLimiting(limits) ? fail("not_yourself", { field: "subject" }) : { ok: true };
}
