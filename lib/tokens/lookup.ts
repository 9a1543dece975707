import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { digestOf } from "../access/credentials/token-digest";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { fail, type Result } from "../platform/result/result";
import type { TokenDto } from "./dto";
import { COLUMNS, FROM, toTokenDto, type TokenRow } from "./row";

/** The token that a secret belongs to. */
export interface FoundSecret {
  readonly organization: { readonly id: string; readonly name: string };
  readonly token: TokenDto;
  /** When a secret that was rotated away stops working, ISO 8601. Null for the current secret. */
  readonly endsAt: string | null;
}

interface FoundRow extends TokenRow {
  organizationName: string;
  secretEndsAt: Date | null;
}

/**
 * Finds a token by its secret, revoked tokens included. `actors` is one person in each of their organizations: the
 * token may be in any of them. `not_found` unless one of them may read the token. The lookup is no use of the token.
 */
export async function findTokenBySecret(actors: readonly Actor[], secret: string): Promise<Result<FoundSecret>> {
  const organizationIds = actors.map(({ organizationId }) => organizationId);
  const [row] = await db().$queryRaw<FoundRow[]>(Prisma.sql`
    SELECT ${COLUMNS}, o."name" AS "organizationName", x."expiresAt" AS "secretEndsAt" ${FROM}
      JOIN "TokenSecret" x ON x."organizationId" = t."organizationId" AND x."tokenId" = t."id"
    WHERE x."digest" = ${new Uint8Array(digestOf(secret))} AND t."organizationId" = ANY(${organizationIds})`);
  const actor = row && actors.find(({ organizationId }) => organizationId === row.organizationId);
  if (!actor) return fail("not_found");
  const decision = decide(actor, "token.read", { organizationId: row.organizationId, spaceId: row.spaceId });
  if (!decision.ok) return fail("not_found");
  return {
    ok: true,
    organization: { id: row.organizationId, name: row.organizationName },
    token: toTokenDto(row),
    endsAt: row.secretEndsAt?.toISOString() ?? null,
  };
}
