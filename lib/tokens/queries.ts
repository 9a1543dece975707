import { isIssuer, spaceAccessOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage } from "../platform/paging/keyset";
import { fail, type Failure, type Result } from "../platform/result/result";
import { authorizeIn, requireSpaceExists } from "../access/authorization/require-space-access";
import { id as idSchema } from "../platform/validation/fields";
import type { RevocableTokens, TokenDto } from "./dto";
import { FORECAST_DAYS, MAX_COUNTED, SUBJECT } from "./limits";
import { listOf, matching, spaceOfFilter, withinIssues, withinSpaceAccess } from "./list";
import { COLUMNS, FROM, STATUS, targetOf, toTokenDto, type TokenRow } from "./row";
import type { ListTokensInput, RevokeIssuedInput, SubjectInput } from "./schema";

export type TokenPage = Page<TokenDto>;

/** Whether the actor may see tokens with this space access at all. Checked before any row is read. */
async function mayList(actor: Actor, spaceAccess: ListTokensInput["spaceAccess"]): Promise<Failure | null> {
  const spaceId = spaceOfFilter(spaceAccessOf(actor), spaceAccess);
  const decision = isIssuer(actor) // `withinIssues` limits its list
    ? await requireSpaceExists(db(), actor.organizationId, spaceId)
    : await authorizeIn(db(), actor, "token.read", spaceId);
  return decision.ok ? null : decision;
}

/**
 * A page of the tokens that the actor may see. Fails with `invalid_request` for a scope without its API. Two
 * statements regardless of the number of tokens.
 */
export async function listTokens(actor: Actor, input: ListTokensInput): Promise<Result<{ page: TokenPage }>> {
  const denied = await mayList(actor, input.spaceAccess);
  if (!denied && input.scope !== undefined && input.api === undefined)
    return fail("invalid_request", { field: "scope", fields: { scope: "Name its API too." } });
  return denied ?? readPage(listOf(matching(actor, input), input), input);
}

export interface TokenSummary {
  readonly live: number;
  /** How many of the live tokens are expiring. */
  readonly endingSoon: number;
  /** Whether these are all. Otherwise there are at least as many. */
  readonly isExact: boolean;
}

/**
 * The numbers under the list's title: all tokens that the actor may see, or those of one space access. Looks at 10,000
 * tokens that are not revoked at most.
 */
export async function summarizeTokens(
  actor: Actor,
  spaceAccess: ListTokensInput["spaceAccess"],
): Promise<Result<TokenSummary>> {
  const denied = await mayList(actor, spaceAccess);
  if (denied) return denied;
  const within = Prisma.sql`${withinSpaceAccess(spaceAccessOf(actor), spaceAccess)} AND ${withinIssues(actor)}`;
  const [row] = await db().$queryRaw<{ live: bigint; ending: bigint; seen: bigint }[]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE "status" IN ('live', 'expiring')) AS live,
      count(*) FILTER (WHERE "status" = 'expiring') AS ending, count(*) AS seen
    FROM (SELECT ${STATUS} AS "status" ${FROM}
      WHERE t."organizationId" = ${actor.organizationId} AND t."revokedAt" IS NULL AND ${within}
      LIMIT ${MAX_COUNTED + 1}) x`);
  return {
    ok: true,
    live: Math.min(Number(row?.live ?? 0), MAX_COUNTED),
    endingSoon: Number(row?.ending ?? 0),
    isExact: Number(row?.seen ?? 0) <= MAX_COUNTED,
  };
}

/**
 * The first subjects that begin with a text, in the order of their bytes, revoked tokens included. Each is one look at
 * the index of subjects, however many tokens it has. Needs `token.read` for the whole organization. Fails with
 * `insufficient_scope`, and with `not_found` for a token of one space.
 */
export async function findSubjects(
  actor: Actor,
  { prefix, limit }: { prefix: string; limit: number },
): Promise<Result<{ subjects: readonly string[] }>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.read", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  if (!SUBJECT.test(prefix)) return { ok: true, subjects: [] };
  const next = (after: Prisma.Sql) => Prisma.sql`SELECT t."subject" FROM "ApiToken" t
    WHERE t."organizationId" = ${organizationId} AND ${after} AND t."subject" < ${`${prefix}\x7f`}
    ORDER BY t."subject" LIMIT 1`;
  const rows = await db().$queryRaw<{ subject: string }[]>(Prisma.sql`
    WITH RECURSIVE found AS (
      (${next(Prisma.sql`t."subject" >= ${prefix}`)})
      UNION ALL
      SELECT x."subject" FROM found f CROSS JOIN LATERAL (${next(Prisma.sql`t."subject" > f."subject"`)}) x)
    SELECT "subject" FROM found LIMIT ${limit}`);
  return { ok: true, subjects: rows.map(({ subject }) => subject) };
}

/**
 * Counts the tokens that `revokeSubject` would revoke. Needs `token.read` for the whole organization. Fails with
 * `insufficient_scope`, and with `not_found` if the organization has no token for the subject, revoked ones included.
 */
export async function countSubjectTokens(actor: Actor, { subject }: SubjectInput): Promise<Result<RevocableTokens>> {
  const { organizationId } = actor;
  const decision = decide(actor, "token.read", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const known = await db().apiToken.findFirst({ where: { organizationId, subject }, select: { id: true } });
  return known ? countRevocable(organizationId, Prisma.sql`t."subject" = ${subject}`) : fail("not_found");
}

/**
 * Counts the tokens that `revokeIssued` would revoke. Needs `token.read` for the whole organization. Fails with
 * `insufficient_scope`, and with `not_found` for an unknown token.
 */
export async function countIssuedTokens(
  actor: Actor,
  { tokenId, since = new Date(0) }: RevokeIssuedInput,
): Promise<Result<RevocableTokens>> {
  const { organizationId } = actor;
  if (!(await findTokenRow(db(), organizationId, tokenId))) return fail("not_found");
  const decision = decide(actor, "token.read", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return countRevocable(organizationId, Prisma.sql`t."issuedById" = ${tokenId}::uuid AND t."createdAt" >= ${since}`);
}

interface RevocableRow {
  unrevoked: bigint;
  live: bigint;
  used: bigint;
  lastUsedAt: Date | null;
}

async function countRevocable(organizationId: string, condition: Prisma.Sql): Promise<Result<RevocableTokens>> {
  const [row] = await db().$queryRaw<RevocableRow[]>(Prisma.sql`
    SELECT count(*) AS "unrevoked", count(*) FILTER (WHERE "isLive") AS "live",
      max("at") FILTER (WHERE "isLive") AS "lastUsedAt",
      count(*) FILTER (WHERE "isLive" AND "at" >= now() - make_interval(hours => 24 * ${FORECAST_DAYS}::int)) AS "used"
    FROM (SELECT ${STATUS} IN ('live', 'expiring') AS "isLive", a."at" ${FROM}
      WHERE t."organizationId" = ${organizationId} AND t."revokedAt" IS NULL AND ${condition}
      LIMIT ${MAX_COUNTED + 1}) x`);
  return {
    ok: true,
    unrevoked: Number(row?.unrevoked ?? 0),
    live: Number(row?.live ?? 0),
    used: Number(row?.used ?? 0),
    lastUsedAt: row?.lastUsedAt?.toISOString() ?? null,
  };
}

/** The row of a token in the organization, or null. For use inside this folder, before `decide`. */
export async function findTokenRow(client: Tx, organizationId: string, tokenId: string): Promise<TokenRow | null> {
  if (!idSchema.safeParse(tokenId).success) return null;
  const [row] = await client.$queryRaw<TokenRow[]>(
    Prisma.sql`/* prepared as find-token */ SELECT ${COLUMNS} ${FROM}
      WHERE t."organizationId" = ${organizationId} AND t."id" = ${tokenId}::uuid`,
  );
  return row ?? null;
}

/** One token, revoked ones included. */
export async function getToken(actor: Actor, tokenId: string): Promise<Result<{ token: TokenDto }>> {
  const row = await findTokenRow(db(), actor.organizationId, tokenId);
  if (!row) return fail("not_found");
  const decision = decide(actor, "token.read", targetOf(row));
  return decision.ok ? { ok: true, token: toTokenDto(row) } : decision;
}

/** The actor's own token. Needs no permission. */
export async function getOwnToken(actor: Actor): Promise<Result<{ token: TokenDto }>> {
  if (actor.kind !== "token") return fail("not_found");
  const row = await findTokenRow(db(), actor.organizationId, actor.tokenId);
  return row ? { ok: true, token: toTokenDto(row) } : fail("not_found");
}
