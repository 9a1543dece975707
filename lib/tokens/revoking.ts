import type { Actor, TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { inRevokingTransaction, type PublishInvalidation } from "../access/token-cache/revoking-transaction";
import { appendAudit, type AuditEntry } from "../audit/append";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { queueLongWork } from "../platform/db/long-work";
import { expectRow, LONG_LIMITS } from "../platform/db/transaction";
import { actOf, claimChange, completeForm, type FormAct, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import { z } from "../platform/validation/zod";
import { recordRevocations } from "../revocations/feed";
import { appendTokenEvent, namedTokens } from "./event";
import { revokeWithDescendants } from "./descendants";
import type { RevokedToken, RevokedTokens } from "./dto";
import { MAX_REVOKED_AT_ONCE } from "./limits";
import { findActor, lockRow, lockToken } from "./lock";
import { findTokenRow } from "./queries";
import { toTokenDto, type TokenRow } from "./row";
import type { RevokeIssuedInput, SubjectInput, RevokeTokenInput } from "./schema";

/** Revokes a token and its descendants. Needs `token.write` only. The row stays as a tombstone. */
export async function revokeToken(actor: Actor, input: RevokeTokenInput): Promise<Result<RevokedToken>> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockToken(tx, actor, { tokenId: input.tokenId, version: input.version ?? null });
    return locked.ok ? revokeLockedToken(tx, publishInvalidation, actor, locked.row) : locked;
  }, LONG_LIMITS);
}

/** Revokes the actor's own token. Needs no permission: a holder of the token should always be able to revoke it. */
export async function revokeAsHolder(actor: TokenActor): Promise<Result<RevokedToken>> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockRow(tx, actor.organizationId, actor.tokenId);
    return locked.ok ? revokeLockedToken(tx, publishInvalidation, actor, locked.row) : locked;
  }, LONG_LIMITS);
}

async function revokeLockedToken(
  tx: Tx,
  publishInvalidation: PublishInvalidation,
  actor: Actor,
  row: TokenRow,
): Promise<Result<RevokedToken>> {
  const revoked = await revokeWithDescendants(tx, row.organizationId, row.id, actor.name);
  publishInvalidation({ organizationId: row.organizationId, tokenIds: revoked });
  const changed = expectRow(await findTokenRow(tx, actor.organizationId, row.id), "token");
  const sequence = await appendTokenEvent(tx, actor, row, {
    action: "token.revoked",
    message: `Deleted API token “${row.name}”`,
    actorMayHaveEnded: true,
    change: {
      name: row.name,
      hint: row.hint,
      ...namedTokens(
        "alsoRevoked",
        revoked.filter((id) => id !== row.id),
      ),
    },
  });
  await recordRevocations(tx, row.organizationId, sequence, revoked);
  return { ok: true, token: toTokenDto(changed), alsoRevoked: revoked.length - 1 };
}

/**
 * Revokes the tokens of a subject, expired ones included, in one transaction with one audit event: up to 100,000. A
 * call that revokes 0 has found none left. Needs `token.write` for the whole organization. A repeat of `form` with the
 * same input revokes nothing and gets the same answer. Fails with `insufficient_scope`, `not_found`, and `unavailable`
 * if too much long work is waiting.
 */
export async function revokeSubject(actor: Actor, input: SubjectInput, form?: FormUse): Promise<Result<RevokedTokens>> {
  const { subject } = input;
  return revokeMatching(actor, Prisma.sql`t."subject" = ${subject}`, actOf(form, input), (revoked) => ({
    action: "subject.revoked",
    resource: { kind: "subject", id: subject },
    message: `Deleted all API tokens for “${subject}”`,
    change: { revoked },
  }));
}

/**
 * Revokes what an Issuer made, since an instant or ever. The Issuer may be revoked already. Otherwise like
 * `revokeSubject`. Fails with `not_found` for an unknown token too.
 */
export async function revokeIssued(
  actor: Actor,
  input: RevokeIssuedInput,
  form?: FormUse,
): Promise<Result<RevokedTokens>> {
  const { tokenId, since = new Date(0) } = input;
  const issuer = await findTokenRow(db(), actor.organizationId, tokenId);
  if (!issuer) return fail("not_found");
  const made = Prisma.sql`t."issuedById" = ${tokenId}::uuid AND t."createdAt" >= ${since}`;
  return revokeMatching(actor, made, actOf(form, input), (revoked) => ({
    action: "token.issued_revoked",
    resource: { kind: "token", id: tokenId },
    message: `Deleted what API token “${issuer.name}” issued`,
    change: { revoked, since: since.toISOString() },
  }));
}

type ManyEvent = Pick<AuditEntry, "action" | "resource" | "message" | "change">;

/** What a form notes for its repeats. */
const outcomeSchema = z.object({ revoked: z.number() });

async function revokeMatching(
  actor: Actor,
  condition: Prisma.Sql,
  act: FormAct | undefined,
  describe: (revoked: number) => ManyEvent,
): Promise<Result<RevokedTokens>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return queueLongWork({ organizationId, isUrgent: true }, () =>
    inRevokingTransaction(async (tx, publishInvalidation) => {
      const current = await findActor(tx, actor);
      if (!current.ok) return current;
      const still = decide(current.actor, "token.write", { organizationId, spaceId: null });
      if (!still.ok) return still;
      const done = await claimChange(tx, act);
      if (done !== null) return { ok: true, ...outcomeSchema.parse(done) };
      const revoked = await revokeAll(tx, organizationId, condition, actor.name);
      await completeForm(tx, act, { revoked: revoked.length } satisfies RevokedTokens);
      if (revoked.length === 0) return { ok: true, revoked: 0 };
      publishInvalidation({ organizationId, tokenIds: revoked });
      const sequence = await appendAudit(tx, {
        chain: organizationId,
        actor,
        actorMayHaveEnded: true,
        ...describe(revoked.length),
      });
      await recordRevocations(tx, organizationId, sequence, revoked);
      return { ok: true, revoked: revoked.length };
    }, LONG_LIMITS),
  );
}

/**
 * Revokes the tokens `t` that meet a condition, and their descendants, until a look finds none: a child that was being
 * created holds a lock on its parent, so it is seen after that. Returns the ids.
 */
async function revokeAll(tx: Tx, organizationId: string, condition: Prisma.Sql, byName: string): Promise<string[]> {
  const revoked: string[] = [];
  for (let last = -1; last !== revoked.length && revoked.length < MAX_REVOKED_AT_ONCE;) {
    last = revoked.length;
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "ApiToken" SET "revokedAt" = clock_timestamp(), "revokedByName" = ${byName}, "updatedAt" = now(),
        "version" = "version" + 1
      WHERE "organizationId" = ${organizationId} AND "revokedAt" IS NULL AND "id" IN (
        SELECT t."id" FROM "ApiToken" t WHERE t."organizationId" = ${organizationId} AND t."revokedAt" IS NULL
          AND (${condition} OR t."parentId" = ANY(${revoked}::uuid[]))
        ORDER BY t."createdAt", t."id" LIMIT ${MAX_REVOKED_AT_ONCE - revoked.length} FOR NO KEY UPDATE)
      RETURNING "id"`;
    revoked.push(...rows.map(({ id }) => id));
  }
  return revoked;
}
