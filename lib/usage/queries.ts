import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { readPage, textKey, type Key, type List } from "../platform/paging/keyset";
import type { Page } from "../platform/paging/page";
import { fail, type Failure, type Result } from "../platform/result/result";
import { z } from "../platform/validation/zod";
import type { BusyToken, UsageKind, UsageOf, UsageOrigins, UsageSeries } from "./dto";
import type { ListUsageInput } from "./schema";
import {
  countIntervals,
  countsOf,
  later,
  readSeries,
  startOf,
  toPoints,
  type CountRow,
  type UsageRange,
} from "./series";
import { ORIGINS_KEPT } from "./write";

/** How many intervals a page has at most. */
const MAX_POINTS = 5_000;
/** How many tokens are named as the busiest. */
const BUSIEST = 10;

/** Whose use it is: all tokens of the organization are seen in it. */
function mayRead(actor: Actor): Failure | null {
  const decision = decide(actor, "token.read", { organizationId: actor.organizationId, spaceId: null });
  return decision.ok ? null : decision;
}

/** Whose requests a series has. Those of the organization include strangers', those of an API who asked about it. */
type UsageOwner = { readonly kind: "organization" } | { readonly kind: "api" | "subject"; readonly key: string };

/** A series of requests. Needs `token.read` for the whole organization. Nothing is known of what it does not have. */
export async function readUsage(
  actor: Actor,
  owner: UsageOwner,
  range: UsageRange,
): Promise<Result<{ series: UsageSeries }>> {
  const denied = mayRead(actor);
  const key = "key" in owner ? owner.key : "";
  return denied ?? { ok: true, series: await readSeries(actor.organizationId, owner.kind, key, range) };
}

/**
 * The requests of a token, and where it was used from. Needs `token.read` for the whole organization; fails with
 * `not_found` for an unknown one. Three statements.
 */
export async function readTokenUsage(
  actor: Actor,
  tokenId: string,
  range: UsageRange,
): Promise<Result<{ series: UsageSeries; origins: UsageOrigins }>> {
  const { organizationId } = actor;
  const denied = mayRead(actor);
  if (denied) return denied;
  const token = await db().apiToken.findFirst({ where: { organizationId, id: tokenId }, select: { id: true } });
  if (!token) return fail("not_found");
  const [series, origins] = await Promise.all([
    readSeries(organizationId, "token", token.id, range),
    readOrigins(token.id),
  ]);
  return { ok: true, series, origins };
}

/**
 * The tokens with the most allowed requests in a range, of a day or so: it reads all of it. Needs `token.read` for the
 * whole organization.
 */
export async function listBusiestTokens(
  actor: Actor,
  { from, to }: Pick<UsageRange, "from" | "to">,
): Promise<Result<{ tokens: readonly BusyToken[] }>> {
  const denied = mayRead(actor);
  if (denied) return denied;
  const rows = await db().$queryRaw<{ id: string; name: string; requests: bigint }[]>(Prisma.sql`
    SELECT t."id", t."name", x."requests" FROM (
      SELECT u."tokenId", sum(u."requests")::bigint AS "requests" FROM "TokenUsage" u
      WHERE u."organizationId" = ${actor.organizationId} AND u."hour" >= ${from} AND u."hour" < ${to}
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${BUSIEST}) x
    JOIN "ApiToken" t ON t."organizationId" = ${actor.organizationId} AND t."id" = x."tokenId"
    ORDER BY x."requests" DESC, t."id"`);
  return { ok: true, tokens: rows.map((row) => ({ ...row, requests: Number(row.requests) })) };
}

async function readOrigins(tokenId: string): Promise<UsageOrigins> {
  const newest = (kind: string) => Prisma.sql`(SELECT "kind", "value", "firstAt", "lastAt" FROM "TokenSighting"
    WHERE "tokenId" = ${tokenId}::uuid AND "kind" = ${kind} ORDER BY "lastAt" DESC, "value" LIMIT ${ORIGINS_KEPT})`;
  const rows = await db().$queryRaw<{ kind: string; value: string; firstAt: Date; lastAt: Date }[]>(
    Prisma.sql`${newest("address")} UNION ALL ${newest("agent")} UNION ALL ${newest("secret")}`,
  );
  const of = (wanted: string) =>
    rows
      .filter(({ kind }) => kind === wanted)
      .map(({ value, firstAt, lastAt }) => ({ value, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() }));
  return { addresses: of("address"), agents: of("agent"), secrets: of("secret") };
}

interface KeyRow {
  readonly key: string;
  readonly name: string;
}

interface KeyList {
  readonly key: Key;
  readonly name: Prisma.Sql;
  readonly from: Prisma.Sql;
}

const ID: Key = { sql: Prisma.sql`t."id"`, type: Prisma.sql`uuid`, value: z.uuid() };

/** The tokens, APIs or subjects that had requests in a range, by key. Each is found by its key in an index. */
const LISTS: Record<UsageKind, KeyList> = {
  token: { key: ID, name: Prisma.sql`t."name"`, from: Prisma.sql`FROM "ApiToken" t` },
  api: { key: ID, name: Prisma.sql`t."name"`, from: Prisma.sql`FROM "Api" t` },
  subject: {
    key: { sql: Prisma.sql`t."key"`, type: Prisma.sql`text`, value: textKey },
    name: Prisma.sql`t."key"`,
    from: Prisma.sql`FROM (SELECT DISTINCT "organizationId", "subject" AS "key" FROM "ApiToken"
      WHERE "subject" IS NOT NULL) t`,
  },
};

/**
 * A page of tokens, APIs or subjects with their requests, by key; a shorter one where it would have more than
 * MAX_POINTS intervals. Two statements. Needs `token.read` for the whole
 * organization. Fails with `insufficient_scope`, `not_found` for a token of one space, and `invalid_request` for a bad
 * cursor.
 */
export async function listUsage(actor: Actor, input: ListUsageInput): Promise<Result<{ page: Page<UsageOf> }>> {
  const denied = mayRead(actor);
  if (denied) return denied;
  const range = toRange(input);
  const { organizationId } = actor;
  const limit = Math.min(input.limit, Math.max(1, Math.floor(MAX_POINTS / countIntervals(range))));
  const found = await readPage(usersOf(organizationId, input, range), { ...input, limit });
  if (!found.ok) return found;
  const points = await countsByKey(organizationId, input.by, found.page.items, range);
  return { ok: true, page: { ...found.page, items: found.page.items.map((item) => toUsage(item, points)) } };
}

/** Whole intervals: the one in which `to` is, is part of it unless it begins there. */
function toRange({ from, to, granularity }: ListUsageInput): UsageRange {
  const last = startOf(granularity, to);
  return {
    granularity,
    from: startOf(granularity, from),
    to: last.getTime() === to.getTime() ? last : later(granularity, last, 1),
  };
}

function usersOf(organizationId: string, { by, key: wanted }: ListUsageInput, range: UsageRange): List<KeyRow, KeyRow> {
  const { key, name, from } = LISTS[by];
  const only = wanted === undefined ? Prisma.empty : Prisma.sql`AND ${key.sql} = ${wanted}::${key.type}`;
  const text = Prisma.sql`${key.sql}::text`;
  return {
    keys: [key],
    direction: "asc",
    columns: Prisma.sql`${text} AS "key", ${name} AS "name"`,
    from: Prisma.sql`${from} WHERE t."organizationId" = ${organizationId} ${only}
      AND EXISTS (${countsOf(organizationId, by, text, range)})`,
    values: (row) => [row.key],
    item: (row) => row,
  };
}

async function countsByKey(
  organizationId: string,
  by: UsageKind,
  items: readonly KeyRow[],
  range: UsageRange,
): Promise<Map<string, CountRow[]>> {
  const keys = items.map(({ key }) => key);
  const rows = await db().$queryRaw<(CountRow & { key: string })[]>(Prisma.sql`
    SELECT k."key", c."start", c."outcome", c."requests" FROM unnest(${keys}::text[]) AS k("key") CROSS JOIN LATERAL (
      SELECT date_trunc(${range.granularity}, x."hour", 'UTC') AS "start", x."outcome",
        sum(x."requests")::bigint AS "requests"
      FROM (${countsOf(organizationId, by, Prisma.sql`k."key"`, range)}) x GROUP BY 1, 2) c`);
  const byKey = new Map<string, CountRow[]>(keys.map((key) => [key, []]));
  for (const row of rows) byKey.get(row.key)?.push(row);
  return byKey;
}

function toUsage({ key, name }: KeyRow, counts: ReadonlyMap<string, readonly CountRow[]>): UsageOf {
  const points = toPoints(counts.get(key) ?? []);
  const allowed = points.reduce((sum, point) => sum + point.allowed, 0);
  const denied = points.flatMap((point) => Object.values(point.denied)).reduce((sum, requests) => sum + requests, 0);
  return { key, name, allowed, denied, points };
}
