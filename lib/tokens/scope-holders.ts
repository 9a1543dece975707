import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { findApiRow } from "../apis/queries";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { fail, type Result } from "../platform/result/result";
import type { TokenDto } from "./dto";
import { FORECAST_DAYS, MAX_COUNTED } from "./limits";
import { FROM, STATUS } from "./row";

/** Up to how many tokens of each scope are looked at, and of all scopes of an API together: it may have 500. */
const MAX_COUNTED_PER_SCOPE = 1_000;
const MAX_COUNTED_PER_API = 50_000;
/** How many tokens that lose a scope are named. */
const MAX_NAMED = 10;

/** A number of live tokens: exact, or at least as many. */
export interface LiveCount {
  readonly live: number;
  readonly isExact: boolean;
}

/** The live tokens that have a scope. */
export interface ScopeCount extends LiveCount {
  readonly scope: string;
}

/** An API, or one of its scopes. */
interface HeldScopes {
  readonly apiId: string;
  readonly scope?: string | undefined;
}

/** The live tokens that have a scope, or any scope of an API. */
export interface ScopeHolders extends LiveCount {
  /** Of these, how many were used in the last 7 days. */
  readonly used: number;
  /** How many live Issuers issue it by name: those of all scopes count for an API, and not for one scope. */
  readonly issuers: number;
  /** The ten that were used last. */
  readonly tokens: readonly Pick<TokenDto, "id" | "name" | "lastUsed">[];
}

const IS_LIVE = Prisma.sql`${STATUS} IN ('live', 'expiring')`;

/** Whether the actor may see who has the API's scopes. A foreign or deleted API is `not_found` for every actor. */
async function maySeeHolders(actor: Actor, apiId: string): Promise<Result<{ scopeCount: number }>> {
  const { organizationId } = actor;
  const api = await findApiRow(db(), organizationId, apiId);
  if (!api) return fail("not_found");
  const decision = decide(actor, "token.read", { organizationId, spaceId: null });
  return decision.ok ? { ok: true, scopeCount: api.scopeCount } : decision;
}

interface CountRow {
  scope: string;
  live: bigint;
  seen: bigint;
}

/**
 * Counts the live tokens that have each scope of an API, in one statement. It looks at the 1,000 newest tokens of each
 * scope at most; at fewer if the API has more than 50 scopes, 100 for 500. Needs `token.read` for the whole
 * organization. Fails with `not_found`, `insufficient_scope`.
 */
export async function countScopeHolders(
  actor: Actor,
  { apiId }: Pick<HeldScopes, "apiId">,
): Promise<Result<{ scopes: readonly ScopeCount[] }>> {
  const may = await maySeeHolders(actor, apiId);
  if (!may.ok) return may;
  const { organizationId } = actor;
  const limit = Math.min(MAX_COUNTED_PER_SCOPE, Math.floor(MAX_COUNTED_PER_API / Math.max(1, may.scopeCount)));
  const rows = await db().$queryRaw<CountRow[]>(Prisma.sql`
    SELECT c."name" AS "scope", n.* FROM "ApiScope" c CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE ${IS_LIVE}) AS "live", count(*) AS "seen" ${FROM}
        JOIN (SELECT g."tokenId" FROM "TokenGrant" g
          WHERE g."organizationId" = c."organizationId" AND g."apiId" = c."apiId" AND g."scopeId" = c."id"
          ORDER BY g."tokenId" DESC LIMIT ${limit + 1}) x ON x."tokenId" = t."id"
        WHERE t."organizationId" = ${organizationId}) n
    WHERE c."organizationId" = ${organizationId} AND c."apiId" = ${apiId}::uuid AND c."removedAt" IS NULL`);
  return {
    ok: true,
    scopes: rows.map(({ scope, live, seen }) => ({ scope, ...toCount(live, seen, limit) })),
  };
}

function toCount(live: bigint, seen: bigint, limit: number): LiveCount {
  return { live: Math.min(Number(live), limit), isExact: Number(seen) <= limit };
}

interface TotalsRow {
  live: bigint;
  used: bigint;
  seen: bigint;
}

interface HolderRow {
  id: string;
  name: string;
  at: Date | null;
  address: string | null;
  agent: string | null;
}

/**
 * The live tokens that lose something if a scope is removed or an API is deleted. Looks at 10,000 of their scopes at
 * most, those of the newest tokens for one scope. Needs `token.read` for the whole organization. Fails with `not_found`
 * (API), `insufficient_scope`.
 */
export async function findScopeHolders(actor: Actor, { apiId, scope }: HeldScopes): Promise<Result<ScopeHolders>> {
  const may = await maySeeHolders(actor, apiId);
  if (!may.ok) return may;
  const { organizationId } = actor;
  const ofScope = scope === undefined ? Prisma.empty : Prisma.sql`AND c."name" = ${scope} ORDER BY g."tokenId" DESC`;
  const seen = Prisma.sql`WITH seen AS MATERIALIZED (
    SELECT g."tokenId" FROM "TokenGrant" g
    JOIN "ApiScope" c ON c."organizationId" = g."organizationId" AND c."apiId" = g."apiId" AND c."id" = g."scopeId"
      AND c."removedAt" IS NULL
    WHERE g."organizationId" = ${organizationId} AND g."apiId" = ${apiId}::uuid ${ofScope} LIMIT ${MAX_COUNTED + 1})`;
  const held = Prisma.sql`${FROM} WHERE t."organizationId" = ${organizationId}
    AND t."id" IN (SELECT "tokenId" FROM seen) AND ${IS_LIVE}`;
  const [[totals], rows, issuers] = await Promise.all([
    db().$queryRaw<TotalsRow[]>(Prisma.sql`${seen} SELECT count(*) AS "live", (SELECT count(*) FROM seen) AS "seen",
      count(*) FILTER (WHERE a."at" >= now() - make_interval(hours => 24 * ${FORECAST_DAYS}::int)) AS "used" ${held}`),
    db().$queryRaw<HolderRow[]>(Prisma.sql`${seen} SELECT t."id", t."name", a."at", a."address", a."agent" ${held}
      ORDER BY a."at" DESC NULLS LAST, t."id" DESC LIMIT ${MAX_NAMED}`),
    countIssuers(organizationId, { apiId, scope }),
  ]);
  return {
    ok: true,
    ...toCount(totals?.live ?? 0n, totals?.seen ?? 0n, MAX_COUNTED),
    used: Number(totals?.used ?? 0),
    issuers,
    tokens: rows.map(({ id, name, at, address, agent }) => ({
      id,
      name,
      lastUsed: at && { at: at.toISOString(), address, agent },
    })),
  };
}

/** Counts the live Issuers that name an API, or this one of its scopes. Bound Verifiers name APIs in the same table. */
async function countIssuers(organizationId: string, { apiId, scope }: HeldScopes): Promise<number> {
  const ofScope =
    scope === undefined
      ? Prisma.empty
      : Prisma.sql`AND EXISTS (SELECT 1 FROM "ApiScope" c WHERE c."organizationId" = i."organizationId"
          AND c."apiId" = i."apiId" AND c."id" = ANY(i."scopeIds") AND c."name" = ${scope} AND c."removedAt" IS NULL)`;
  const [row] = await db().$queryRaw<{ count: bigint }[]>(Prisma.sql`SELECT count(*) ${FROM}
    JOIN "TokenIssue" i ON i."organizationId" = t."organizationId" AND i."tokenId" = t."id"
    WHERE i."organizationId" = ${organizationId} AND i."apiId" = ${apiId}::uuid
      AND 'issuer' = ANY(t."permissions"::text[]) AND ${IS_LIVE} ${ofScope}`);
  return Number(row?.count ?? 0);
}
