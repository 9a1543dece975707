import { countedOf, holderOfSubject, holderOfToken, policyLimit, type CountedLimit } from "../limits/counted";
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
  /** Prefix and last four characters of the secret that was presented: after a rotation there may be several. */
  readonly secretHint: string;
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
  /** The limits that count its requests: its own, its ancestors', its subject's and the organization's. */
  readonly counted: readonly CountedLimit[];
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
  /** Epoch ms. May be slightly ahead of the database's clock at `at`, never behind. */
  readonly now: number;
  /** By `performance.now()`. */
  readonly at: number;
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
  /** Those with limits, as they are stored. */
  readonly limits: readonly { readonly id: string; readonly limits: unknown }[];
}

/** What few tokens have. */
interface Extras extends Pick<TokenRecord, "issues" | "verifies" | "boundToOne"> {
  readonly grants: readonly GrantedScopes[];
  /** Its own limits, as they are stored. */
  readonly ownLimits: unknown;
  /** Those of its subject. */
  readonly subjectLimits: unknown;
  /** Null for a token without parent. */
  readonly ancestry: Ancestry | null;
}

type Row = Omit<TokenRecord, keyof Extras | "limits" | "counted" | "revoked"> &
  Pick<KnownToken, "now"> & {
    /** The organization's limit for a token and its descendants; null for no limit. */
    readonly requestsPerMinute: number | null;
    readonly extras: Extras | null;
  };

const NO_EXTRAS: Extras = {
  grants: [],
  issues: null,
  verifies: null,
  boundToOne: false,
  ownLimits: null,
  subjectLimits: null,
  ancestry: null,
};

/**
 * Parts of a statement about the token `t`, each a function that is called for the few tokens that have it: subqueries
 * in their place would be prepared for each token (docs/decisions/0073-what-few-tokens-have-is-read-by-functions.md).
 */
const OF_TOKEN = `t."organizationId", t."id"`;

/** The scopes that were not removed, as a JSON array of `GrantedScopes`, by the APIs' identifiers. Null for none. */
export const GRANTS = `CASE WHEN EXISTS (SELECT FROM "TokenGrant" g
        WHERE g."organizationId" = t."organizationId" AND g."tokenId" = t."id") THEN token_grants(${OF_TOKEN}) END`;

/** If it is an Issuer, the scopes that it gives to tokens, as a JSON array of `IssuableScopes`. */
export const ISSUES = `CASE WHEN 'issuer' = ANY(t."permissions") THEN token_issues(${OF_TOKEN}) END`;

/** If it is bound to APIs, these, as a JSON array of `NamedApi`. Without the deleted ones it stays bound. */
export const VERIFIES = `CASE WHEN t."boundToApis" THEN token_verifies(${OF_TOKEN}) END`;

/** What most tokens have nothing of, in one column: each column is described anew in each answer. */
const EXTRAS = `CASE WHEN t."boundToApis" OR t."parentId" IS NOT NULL OR t."subject" IS NOT NULL
        OR t."limits" IS NOT NULL OR 'issuer' = ANY(t."permissions") OR EXISTS (SELECT FROM "TokenGrant" g
          WHERE g."organizationId" = t."organizationId" AND g."tokenId" = t."id")
      THEN json_build_object('grants', token_grants(${OF_TOKEN}), 'issues', ${ISSUES}, 'verifies', ${VERIFIES},
        'boundToOne', CASE WHEN t."boundToApis" THEN token_bound_to_one(${OF_TOKEN}) ELSE FALSE END,
        'ownLimits', t."limits",
        'subjectLimits', CASE WHEN t."subject" IS NOT NULL THEN subject_limits(t."organizationId", t."subject") END,
        'ancestry', CASE WHEN t."parentId" IS NOT NULL THEN token_ancestry(t."organizationId", t."parentId") END)
      END`;

const COLUMNS = `t."id" AS "tokenId", t."organizationId", t."spaceId", t."name", s."hint" AS "secretHint",
  to_json(t."permissions") AS "permissions", t."subject", NULLIF(t."metadata", '{}') AS "metadata",
      (extract(epoch FROM t."createdAt") * 1000)::float8 AS "createdAt",
      (extract(epoch FROM LEAST(t."revokedAt", o."deletedAt")) * 1000)::float8 AS "revokedAt",
      (extract(epoch FROM LEAST(t."expiresAt", s."expiresAt",
        COALESCE(t."lifetimeFrom", t."createdAt")
          + make_interval(hours => 24 * o."tokenMaxLifetimeDays"))) * 1000)::float8 AS "endsAt",
      o."tokenRequestsPerMinute" AS "requestsPerMinute", ${EXTRAS} AS "extras",
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
  const at = performance.now(); // before the database reads its clock
  const [row] = await prepared<Row>(LOOK_UP_TOKEN, [digest]);
  return row ? toKnown(row, at) : null;
}

/** The records of the tokens with these digests, by digest in latin1. Throws if the database is unavailable. */
export async function findRecords(digests: readonly Buffer[]): Promise<Map<string, KnownToken>> {
  const at = performance.now();
  const rows = await prepared<Row & { readonly digest: Buffer }>(LOOK_UP_TOKENS, [digests]);
  return new Map(rows.map(({ digest, ...row }) => [digest.toString("latin1"), toKnown(row, at)]));
}

function toKnown({ now, requestsPerMinute, extras, ...record }: Row, at: number): KnownToken {
  const { grants, ownLimits, subjectLimits, ancestry, ...bindings } = extras ?? NO_EXTRAS;
  const { organizationId, tokenId, subject } = record;
  const held = [
    { holder: holderOfToken(organizationId, tokenId), limits: ownLimits },
    { holder: holderOfSubject(organizationId, subject ?? ""), limits: subjectLimits },
    ...(ancestry?.limits ?? []).map(({ id, limits }) => ({ holder: holderOfToken(organizationId, id), limits })),
  ].filter(({ limits }) => limits !== null);
  const root = holderOfToken(organizationId, ancestry?.rootId ?? tokenId);
  const policy = requestsPerMinute === null ? [] : [policyLimit(root, requestsPerMinute)];
  return {
    record: {
      ...record,
      ...bindings,
      revoked: record.revokedAt !== null,
      grants: grants.map(toGrant),
      limits: combineLimits(held.map(({ limits }) => limits)),
      counted: [...held.flatMap(({ holder, limits }) => countedOf(holder, limits)), ...policy],
    },
    now,
    at,
  };
}

const toGrant = ({ apiId, api, scopes }: GrantedScopes): ApiGrant => ({
  apiId,
  api,
  scopes: new Set(scopes),
  scope: scopes.join(" "),
});
