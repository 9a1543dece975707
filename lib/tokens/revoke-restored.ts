import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { db } from "../platform/db";
import { LONG_LIMITS } from "../platform/db/transaction";
import { recordRevocations } from "../revocations/feed";
import { appendTokenEvent, namedTokens } from "./event";
import { revokeWithDescendants } from "./descendants";
import { lockRow } from "./lock";

const ACTOR = { kind: "system", name: "restore", address: null } as const;

/** A token by its organization and id. */
export interface TokenKey {
  readonly organizationId: string;
  readonly tokenId: string;
}

/**
 * Revokes tokens that a restored backup made live again, each with its descendants and an audit event. For server
 * commands: there is no authorization. Unknown and revoked tokens are skipped. Returns how many were revoked, including
 * descendants.
 */
export async function revokeRestored(tokens: Iterable<TokenKey>, why: string): Promise<number> {
  let count = 0;
  for (const place of tokens) count += await revokeOne(place, why);
  return count;
}

async function revokeOne({ organizationId, tokenId }: TokenKey, why: string): Promise<number> {
  const done = await inRevokingTransaction<{ revoked: readonly string[] }>(async (tx, publishInvalidation) => {
    const locked = await lockRow(tx, organizationId, tokenId);
    if (!locked.ok) return { ok: true, revoked: [] };
    const { row } = locked;
    const revoked = await revokeWithDescendants(tx, organizationId, tokenId, ACTOR.name);
    publishInvalidation({ organizationId, tokenIds: revoked });
    const sequence = await appendTokenEvent(tx, ACTOR, row, {
      action: "token.revoked",
      message: `Revoked API token “${row.name}” after a restore: ${why}`,
      change: {
        name: row.name,
        hint: row.hint,
        ...namedTokens(
          "alsoRevoked",
          revoked.filter((id) => id !== tokenId),
        ),
      },
    });
    await recordRevocations(tx, organizationId, sequence, revoked);
    return { ok: true, revoked };
  }, LONG_LIMITS);
  return done.ok ? done.revoked.length : 0;
}

/** The live tokens created or used since an instant. */
export async function findTouchedSince(since: Date): Promise<TokenKey[]> {
  return db().$queryRaw<TokenKey[]>`
    SELECT t."organizationId", t."id" AS "tokenId" FROM "ApiToken" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
    WHERE t."revokedAt" IS NULL AND (t."createdAt" >= ${since} OR a."at" >= ${since}) ORDER BY 1, 2`;
}
