import { combineLimits, type EffectiveLimits } from "../limits/effective";
import { prepared } from "../../platform/db/prepared";
import type { Binding, IssuableScopes } from "../authorization/actor";
import type { Permission } from "../authorization/permissions";

/** The scopes that a token has of one API of its organization. */
export interface ApiGrant {
  readonly apiId: string;
  /** The API's identifier. */
  readonly api: string;
  readonly scopes: ReadonlySet<string>;
  /** The same with spaces between, in order (RFC 6749 section 3.3). */
  readonly scope: string;
}

/** The data that a check needs about a token. */
export interface TokenRecord {
  readonly tokenId: string;
  readonly organizationId: string;
  readonly spaceId: string | null;
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** Its scopes, by API. Without those that were removed. */
  readonly grants: readonly ApiGrant[];
  /** For an Issuer: whose scopes it gives to tokens. Null for others. */
  readonly issues: readonly IssuableScopes[] | null;
  /** The APIs that a Verifier is bound to, or that a token may bind Verifiers to. Null if it is not bound. */
  readonly verifies: Binding;
  /** Whether it was bound to exactly one API. Deleted ones count, so that a deletion changes no question's API. */
  readonly boundToOne: boolean;
  /** Whom the token is for; null if that was not said. */
  readonly subject: string | null;
  /** Null for an empty object. */
  readonly metadata: Readonly<Record<string, unknown>> | null;
  /** When the token was created. Epoch ms. */
  readonly createdAt: number;
  readonly revoked: boolean;
  /** When the token was revoked, or its organization deleted. Epoch ms; null if neither. */
  readonly revokedAt: number | null;
  /**
   * The earliest of the expiration, the policy's maximum lifetime, and the end of a rotated secret's grace. Epoch ms.
   */
  readonly endsAt: number | null;
  /** What its limits, its ancestors' and its subject's allow; null if there are none. `whyLimited` evaluates them. */
  readonly limits: EffectiveLimits | null;
  /** The organization's limit per token and minute; null for no limit. */
  readonly requestsPerMinute: number | null;
  /** The token on whose counter its requests count: its oldest ancestor, or itself. */
  readonly rootId: string;
}

/** Why no request may use a token, in the order in which the conditions are evaluated. */
export const DEAD_CODES = ["revoked", "expired"] as const;

/**
 * Why no request may use a token at `now` (epoch ms, by the database's clock); null if it is live. Every check
 * evaluates it, and then the token's limits. An invalidation drops a cached record that changed.
 */
export function whyDead(record: TokenRecord, now: number): (typeof DEAD_CODES)[number] | null {
  if (record.revoked) return "revoked";
  return record.endsAt !== null && record.endsAt <= now ? "expired" : null;
}

/** Whether a token is live at `now`. Its limits may still refuse a request. */
export const isLive = (record: TokenRecord, now: number): boolean => whyDead(record, now) === null;

/** A token record and the current time of the database. */
export interface KnownToken {
  readonly record: TokenRecord;
  /** Epoch ms. May be slightly ahead of the database's clock, never behind. */
  readonly now: number;
}

/** The scopes of one API, as `GRANTS` reads them. */
interface GrantedScopes {
  readonly apiId: string;
  readonly api: string;
  /** In order. */
  readonly scopes: readonly string[];
}

/** What a child takes from its ancestors. */
interface Ancestry {
  /** The oldest one. */
  readonly rootId: string;
  /** Their limits, as they are stored. */
  readonly limits: readonly unknown[];
}

type Row = Omit<TokenRecord, "grants" | "limits" | "rootId"> &
  Pick<KnownToken, "now"> & {
    readonly grants: readonly GrantedScopes[];
    /** Its own limits, as they are stored. */
    readonly ownLimits: unknown;
    /** Those of its subject. */
    readonly subjectLimits: unknown;
    /** Null for a token without parent. */
    readonly ancestry: Ancestry | null;
  };

/** The scopes of the token `t` that were not removed, as a JSON array of `GrantedScopes`, by the APIs' identifiers. */
export const GRANTS = `COALESCE((
        SELECT json_agg(json_build_object('apiId', a."id", 'api', a."identifier", 'scopes', h."scopes")
          ORDER BY a."identifier" COLLATE "C")
        FROM (
          SELECT g."organizationId", g."apiId", array_agg(c."name" ORDER BY c."name" COLLATE "C") AS "scopes"
          FROM "TokenGrant" g
          JOIN "ApiScope" c ON c."organizationId" = g."organizationId" AND c."id" = g."scopeId"
            AND c."removedAt" IS NULL
          WHERE g."organizationId" = t."organizationId" AND g."tokenId" = t."id" GROUP BY 1, 2
        ) h JOIN "Api" a ON a."organizationId" = h."organizationId" AND a."id" = h."apiId" AND a."deletedAt" IS NULL),
        '[]')`;

/**
 * The APIs that the token `t` names, as a JSON array of objects with these further fields; null without `condition`.
 */
const namedApis = (condition: string, fields: string) => `CASE WHEN ${condition} THEN COALESCE((
        SELECT json_agg(json_build_object('apiId', a."id", 'api', a."identifier"${fields})
          ORDER BY a."identifier" COLLATE "C")
        FROM "TokenIssue" i JOIN "Api" a ON a."organizationId" = i."organizationId" AND a."id" = i."apiId"
          AND a."deletedAt" IS NULL
        WHERE i."organizationId" = t."organizationId" AND i."tokenId" = t."id"), '[]') END`;

/** For the token `t`, if it is an Issuer, the scopes that it gives to tokens, as a JSON array of `IssuableScopes`. */
export const ISSUES = namedApis(
  `'issuer' = ANY(t."permissions"::text[])`,
  `, 'scopes', CASE WHEN NOT i."allScopes" THEN COALESCE((
            SELECT json_agg(c."name" ORDER BY c."name" COLLATE "C") FROM "ApiScope" c
            WHERE c."organizationId" = i."organizationId" AND c."apiId" = i."apiId" AND c."id" = ANY(i."scopeIds")
              AND c."removedAt" IS NULL), '[]') END`,
);

/** The APIs that the token `t` is bound to, as a JSON array of `NamedApi`. Without the deleted ones it stays bound. */
export const VERIFIES = namedApis(`t."boundToApis"`, "");

const COLUMNS = `t."id" AS "tokenId", t."organizationId", t."spaceId", t."name",
  to_json(t."permissions") AS "permissions",
      ${GRANTS} AS "grants", ${ISSUES} AS "issues", ${VERIFIES} AS "verifies",
      CASE WHEN t."boundToApis" THEN (SELECT count(*) = 1 FROM "TokenIssue" i
        WHERE i."organizationId" = t."organizationId" AND i."tokenId" = t."id") ELSE FALSE END AS "boundToOne",
      t."subject", NULLIF(t."metadata", '{}') AS "metadata",
      (extract(epoch FROM t."createdAt") * 1000)::float8 AS "createdAt",
      (t."revokedAt" IS NOT NULL OR o."deletedAt" IS NOT NULL) AS "revoked",
      (extract(epoch FROM LEAST(t."revokedAt", o."deletedAt")) * 1000)::float8 AS "revokedAt",
      (extract(epoch FROM LEAST(t."expiresAt", s."expiresAt",
        COALESCE(t."lifetimeFrom", t."createdAt")
          + make_interval(hours => 24 * o."tokenMaxLifetimeDays"))) * 1000)::float8 AS "endsAt",
      o."tokenRequestsPerMinute" AS "requestsPerMinute",
      t."limits" AS "ownLimits",
      CASE WHEN t."subject" IS NOT NULL THEN (SELECT l."limits" FROM "SubjectLimits" l
        WHERE l."organizationId" = t."organizationId" AND l."subject" = t."subject") END AS "subjectLimits",
      CASE WHEN t."parentId" IS NOT NULL THEN (
        WITH RECURSIVE line AS (
          SELECT p."id", p."parentId", p."limits" FROM "ApiToken" p
          WHERE p."organizationId" = t."organizationId" AND p."id" = t."parentId"
          UNION ALL
          SELECT p."id", p."parentId", p."limits" FROM "ApiToken" p
          JOIN line ON p."organizationId" = t."organizationId" AND p."id" = line."parentId"
        ) SELECT json_build_object('rootId', (array_agg(line."id") FILTER (WHERE line."parentId" IS NULL))[1],
            'limits', COALESCE(json_agg(line."limits") FILTER (WHERE line."limits" IS NOT NULL), '[]'))
          FROM line) END AS "ancestry",
      (extract(epoch FROM now()) * 1000)::float8 AS "now"`;
const TABLES = `"TokenSecret" s
    JOIN "ApiToken" t ON t."id" = s."tokenId"
    JOIN "Organization" o ON o."id" = t."organizationId"`;

/**
 * The hot look-up: one prepared statement on the primary keys of TokenSecret and ApiToken
 * (docs/decisions/0006-raw-pg-on-the-hot-path.md). The foreign key ensures that both belong to one organization.
 */
export const LOOK_UP_TOKEN = {
  name: "token_by_digest",
  text: `SELECT ${COLUMNS} FROM ${TABLES} WHERE s."digest" = $1`,
};

/** The same for many digests in one statement. */
const LOOK_UP_TOKENS = {
  name: "tokens_by_digests",
  text: `SELECT s."digest", ${COLUMNS} FROM ${TABLES} WHERE s."digest" = ANY($1)`,
};

/** The record of the token with this digest, or null. Throws if the database is unavailable. */
export async function findRecord(digest: Buffer): Promise<KnownToken | null> {
  const [row] = await prepared<Row>(LOOK_UP_TOKEN, [digest]);
  return row ? toKnown(row) : null;
}

/** The records of the tokens with these digests, by digest in latin1. Throws if the database is unavailable. */
export async function findRecords(digests: readonly Buffer[]): Promise<Map<string, KnownToken>> {
  const rows = await prepared<Row & { readonly digest: Buffer }>(LOOK_UP_TOKENS, [digests]);
  return new Map(rows.map(({ digest, ...row }) => [digest.toString("latin1"), toKnown(row)]));
}

function toKnown({ now, grants, ownLimits, subjectLimits, ancestry, ...record }: Row): KnownToken {
  const limits = combineLimits(
    [ownLimits, subjectLimits, ...(ancestry?.limits ?? [])].filter((stored) => stored !== null),
  );
  const rootId = ancestry?.rootId ?? record.tokenId;
  return { record: { ...record, grants: grants.map(toGrant), limits, rootId }, now };
}

const toGrant = ({ apiId, api, scopes }: GrantedScopes): ApiGrant => ({
  apiId,
  api,
  scopes: new Set(scopes),
  scope: scopes.join(" "),
});
