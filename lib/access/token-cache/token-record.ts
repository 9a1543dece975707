import { prepared } from "../../platform/db/prepared";
import type { Permission } from "../authorization/permissions";

/** What a check must know of a token, as the database has it. */
export interface TokenRecord {
  readonly tokenId: string;
  readonly organizationId: string;
  readonly spaceId: string | null;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** When the token was made. Epoch ms. */
  readonly createdAt: number;
  readonly revoked: boolean;
  /** When the token was revoked, or its organization deleted. Epoch ms; null while it is not. */
  readonly revokedAt: number | null;
  /** The first of: expiration, the organization's longest life, the end of a rotated secret's grace. Epoch ms. */
  readonly endsAt: number | null;
  /** The organization's limit per token and minute; null is none. */
  readonly requestsPerMinute: number | null;
  /** The token whose counter its requests count on: the first of its parents that has none, or itself. */
  readonly rootId: string;
}

/** A record and the database's clock at this moment, both as far as they are known. */
export interface KnownToken {
  readonly record: TokenRecord;
  /** Epoch ms; rather ahead of the database's clock than behind it. */
  readonly now: number;
}

type Row = TokenRecord & Pick<KnownToken, "now">;

/**
 * The hot look-up: one prepared statement on the primary keys of TokenSecret and ApiToken (docs/decisions: raw pg on the
 * hot path). That both are of one organization is the foreign key's business.
 */
export const LOOK_UP_TOKEN = {
  name: "token_by_digest",
  text: `SELECT t."id" AS "tokenId", t."organizationId", t."spaceId", t."name", to_json(t."permissions") AS "permissions",
      (extract(epoch FROM t."createdAt") * 1000)::float8 AS "createdAt",
      (t."revokedAt" IS NOT NULL OR o."deletedAt" IS NOT NULL) AS "revoked",
      (extract(epoch FROM LEAST(t."revokedAt", o."deletedAt")) * 1000)::float8 AS "revokedAt",
      (extract(epoch FROM LEAST(t."expiresAt", s."expiresAt", COALESCE(t."lifetimeFrom", t."createdAt") + make_interval(hours => 24 * o."tokenMaxLifetimeDays"))) * 1000)::float8 AS "endsAt",
      o."tokenRequestsPerMinute" AS "requestsPerMinute",
      CASE WHEN t."parentId" IS NULL THEN t."id" ELSE (
        WITH RECURSIVE line AS (
          SELECT p."id", p."parentId" FROM "ApiToken" p WHERE p."organizationId" = t."organizationId" AND p."id" = t."parentId"
          UNION ALL
          SELECT p."id", p."parentId" FROM "ApiToken" p JOIN line ON p."organizationId" = t."organizationId" AND p."id" = line."parentId"
        ) SELECT line."id" FROM line WHERE line."parentId" IS NULL) END AS "rootId",
      (extract(epoch FROM now()) * 1000)::float8 AS "now"
    FROM "TokenSecret" s
    JOIN "ApiToken" t ON t."id" = s."tokenId"
    JOIN "Organization" o ON o."id" = t."organizationId"
    WHERE s."digest" = $1`,
};

/** The record of the token with this digest, or null. Throws when the database is away. */
export async function findRecord(digest: Buffer): Promise<KnownToken | null> {
  const [row] = await prepared<Row>(LOOK_UP_TOKEN, [digest]);
  if (!row) return null;
  const { now, ...record } = row;
  return { record, now };
}
