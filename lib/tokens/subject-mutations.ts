import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { appendAudit } from "../audit/append";
import type { Tx } from "../platform/db";
import { queueLongWork } from "../platform/db/long-work";
import { LONG_LIMITS } from "../platform/db/transaction";
import type { Result } from "../platform/result/result";
import { recordRevocations } from "../revocations/feed";
import type { RevokedSubject } from "./dto";
import { MAX_REVOKED_AT_ONCE } from "./limits";
import type { RevokeSubjectInput } from "./schema";

/**
 * Revokes the tokens of a subject, expired ones included, in one transaction with one audit event: up to 100,000. A call
 * that revokes 0 has found none left. Needs `token.write` for the whole organization. Fails with `insufficient_scope`,
 * `not_found`, and `unavailable` if too much long work is waiting.
 */
export async function revokeSubject(actor: Actor, { subject }: RevokeSubjectInput): Promise<Result<RevokedSubject>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return queueLongWork(() =>
    inRevokingTransaction(async (tx, publishInvalidation) => {
      const revoked = await revokeAll(tx, organizationId, subject, actor.name);
      if (revoked.length === 0) return { ok: true, revoked: 0 };
      await publishInvalidation({ organizationId, tokenIds: revoked });
      const sequence = await appendAudit(tx, {
        chain: organizationId,
        actor,
        action: "subject.revoked",
        resource: { kind: "subject", id: subject },
        message: `Deleted all API tokens for “${subject}”`,
        change: { revoked: revoked.length },
      });
      await recordRevocations(tx, organizationId, sequence, revoked);
      return { ok: true, revoked: revoked.length };
    }, LONG_LIMITS),
  );
}

/**
 * Revokes until a look finds none: a child that was being created holds a lock on its parent, so it is seen after that.
 * Children have their parent's subject. Returns the ids.
 */
async function revokeAll(tx: Tx, organizationId: string, subject: string, byName: string): Promise<string[]> {
  const revoked: string[] = [];
  for (let last = -1; last !== revoked.length && revoked.length < MAX_REVOKED_AT_ONCE;) {
    last = revoked.length;
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "ApiToken" SET "revokedAt" = clock_timestamp(), "revokedByName" = ${byName}, "updatedAt" = now(), "version" = "version" + 1
      WHERE "organizationId" = ${organizationId} AND "revokedAt" IS NULL AND "id" IN (
        SELECT "id" FROM "ApiToken" WHERE "organizationId" = ${organizationId} AND "subject" = ${subject} AND "revokedAt" IS NULL
        ORDER BY "createdAt", "id" LIMIT ${MAX_REVOKED_AT_ONCE - revoked.length} FOR NO KEY UPDATE)
      RETURNING "id"`;
    revoked.push(...rows.map(({ id }) => id));
  }
  return revoked;
}
