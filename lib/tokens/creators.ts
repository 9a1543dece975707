import type { Actor } from "../access/authorization/actor";
import { spaceAccessOf } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { fail, type Result } from "../platform/result/result";
import { FORECAST_DAYS } from "./limits";
import { spaceOfFilter, withinSpaceAccess } from "./list";
import { revokeToken } from "./revoking";
import { FROM, STATUS } from "./row";
import type { ListTokensInput } from "./schema";

/** The most creators that are listed. */
const MAX_CREATORS = 200;

/** A person who created tokens, who may have left. */
export interface TokenCreator {
  readonly id: string;
  /** The person's name when they created their newest token. */
  readonly name: string;
}

/** People who created tokens. */
export interface TokenCreators {
  /** By name. */
  readonly creators: readonly TokenCreator[];
  /** Whether there are more than 200. Then these are those with the oldest accounts. */
  readonly isCut: boolean;
}

/**
 * The people who created tokens within `spaceAccess`, revoked ones included. At most 200, each found by one look at the
 * index of creators, however many tokens there are. For one space it looks through the tokens of each person until one
 * is within it.
 */
export async function listTokenCreators(
  actor: Actor,
  spaceAccess: ListTokensInput["spaceAccess"],
): Promise<Result<TokenCreators>> {
  const { organizationId } = actor;
  const spaceId = spaceOfFilter(spaceAccessOf(actor), spaceAccess);
  const decision = decide(actor, "token.read", { organizationId, spaceId });
  if (!decision.ok) return decision;
  const after = (id: Prisma.Sql) => Prisma.sql`SELECT t."createdById" AS "id" FROM "ApiToken" t
    WHERE t."organizationId" = ${organizationId} AND t."createdById" > ${id} ORDER BY t."createdById" LIMIT 1`;
  const found = await db().$queryRaw<TokenCreator[]>(Prisma.sql`
    WITH RECURSIVE creators AS (
      (${after(Prisma.sql`${NIL}::uuid`)})
      UNION ALL
      SELECT x."id" FROM creators c CROSS JOIN LATERAL (${after(Prisma.sql`c."id"`)}) x
    ), named AS (
      SELECT c."id", n."name" FROM creators c CROSS JOIN LATERAL (
        SELECT t."createdByName" AS "name" FROM "ApiToken" t
        WHERE t."organizationId" = ${organizationId} AND t."createdById" = c."id"
          AND ${withinSpaceAccess(spaceAccessOf(actor), spaceAccess)}
        ORDER BY t."createdAt" DESC LIMIT 1) n
      LIMIT ${MAX_CREATORS + 1})
    SELECT "id", "name" FROM named ORDER BY "name" COLLATE "name_order", "id"`);
  const isCut = found.length > MAX_CREATORS;
  return { ok: true, creators: isCut ? withoutNewest(found) : found, isCut };
}

const NIL = "00000000-0000-0000-0000-000000000000";

/** Without the account that was made last: ids begin with the time. */
function withoutNewest(creators: readonly TokenCreator[]): readonly TokenCreator[] {
  const newest = creators.reduce((last, { id }) => (id > last ? id : last), NIL);
  return creators.filter(({ id }) => id !== newest);
}

/** The live tokens that a person created. */
export interface TokensOfPerson {
  readonly live: number;
  /** Of those, the ones used in the last 7 days. */
  readonly used: number;
}

/** Whether a person is a member of the organization, or created tokens in it. */
async function isKnown(organizationId: string, userId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Membership" WHERE "organizationId" = ${organizationId} AND "userId" = ${userId}::uuid)
      OR EXISTS (SELECT 1 FROM "ApiToken"
        WHERE "organizationId" = ${organizationId} AND "createdById" = ${userId}::uuid) AS "known"`;
  return row?.known === true;
}

/**
 * Counts the live tokens that a person created in the actor's organization. Fails with `insufficient_scope`,
 * `not_found`.
 */
export async function countTokensOf(actor: Actor, userId: string): Promise<Result<TokensOfPerson>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.read", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  if (!(await isKnown(organizationId, userId))) return fail("not_found");
  const [row] = await db().$queryRaw<{ live: bigint; used: bigint }[]>(Prisma.sql`
    SELECT count(*) AS "live",
      count(*) FILTER (WHERE a."at" >= now() - make_interval(hours => 24 * ${FORECAST_DAYS}::int)) AS "used"
    ${FROM} WHERE t."organizationId" = ${organizationId} AND t."createdById" = ${userId}::uuid
      AND ${STATUS} IN ('live', 'expiring')`);
  return { ok: true, live: Number(row?.live ?? 0), used: Number(row?.used ?? 0) };
}

/**
 * Revokes all tokens that a person created in the actor's organization, expired ones included, with their descendants.
 * Each is a transaction with an event of its own: a failure leaves those before it revoked. Returns how many were.
 * Fails with `insufficient_scope`, `not_found`.
 */
export async function revokeTokensOf(actor: Actor, userId: string): Promise<Result<{ revoked: number }>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  if (!(await isKnown(organizationId, userId))) return fail("not_found");
  const tokens = await db().apiToken.findMany({
    where: { organizationId, createdById: userId, revokedAt: null },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  let revoked = 0;
  for (const { id } of tokens) {
    const result = await revokeToken(actor, { tokenId: id });
    if (result.ok) revoked += 1 + result.alsoRevoked;
    else if (result.reason !== "already_revoked" && result.reason !== "not_found") return result;
  }
  return { ok: true, revoked };
}
