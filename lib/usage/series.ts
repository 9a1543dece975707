import type { Reason } from "../denials/reasons";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { HOUR_MS } from "./state";
import type { Granularity, UsagePoint, UsageSeries } from "./dto";

/** From the beginning of an interval until before that of another. */
export interface UsageRange {
  readonly from: Date;
  readonly to: Date;
  readonly granularity: Granularity;
}

/** A sum of requests. `start` is the beginning of its interval. */
export interface CountRow {
  readonly start: Date;
  readonly outcome: string;
  readonly requests: bigint;
}

/** The beginning of the interval in which an instant is, in UTC. */
export function startOf(granularity: Granularity, instant: Date): Date {
  const [year, month] = [instant.getUTCFullYear(), instant.getUTCMonth()];
  if (granularity === "month") return new Date(Date.UTC(year, month));
  if (granularity === "day") return new Date(Date.UTC(year, month, instant.getUTCDate()));
  return new Date(Date.UTC(year, month, instant.getUTCDate(), instant.getUTCHours()));
}

/** The beginning of the interval that is `count` after the one of `start`. */
export function later(granularity: Granularity, start: Date, count: number): Date {
  const next = new Date(start);
  if (granularity === "month") next.setUTCMonth(next.getUTCMonth() + count);
  else if (granularity === "day") next.setUTCDate(next.getUTCDate() + count);
  else next.setUTCHours(next.getUTCHours() + count);
  return next;
}

/** The last `count` intervals, the current one included. */
export function lastIntervals(granularity: Granularity, count: number, now = new Date()): UsageRange {
  const current = startOf(granularity, now);
  return { granularity, from: later(granularity, current, 1 - count), to: later(granularity, current, 1) };
}

/** How many intervals a range has. */
export function countIntervals({ from, to, granularity }: UsageRange): number {
  if (granularity === "month")
    return (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return (to.getTime() - from.getTime()) / (granularity === "day" ? 24 * HOUR_MS : HOUR_MS);
}

const within = ({ from, to }: UsageRange) => Prisma.sql`u."hour" >= ${from} AND u."hour" < ${to}`;

/** Hourly counts of one kind, as `key`, `hour`, `outcome`, `requests`. Of tokens both tables. */
export function countsOf(organizationId: string, kind: string, key: Prisma.Sql, range: UsageRange): Prisma.Sql {
  const counts = Prisma.sql`SELECT u."key", u."hour", u."outcome", u."requests" FROM "UsageCount" u
    WHERE u."organizationId" = ${organizationId} AND u."kind" = ${kind} AND u."key" = ${key} AND ${within(range)}`;
  if (kind !== "token") return counts;
  return Prisma.sql`SELECT u."tokenId"::text AS "key", u."hour", 'allowed' AS "outcome", u."requests"
    FROM "TokenUsage" u
    WHERE u."tokenId" = ${key}::uuid AND ${within(range)} UNION ALL ${counts}`;
}

/**
 * The requests of one token, API or subject, or of the organization (an empty key), in each interval of a range. One
 * statement. The caller has authorized it.
 */
export async function readSeries(
  organizationId: string,
  kind: "organization" | "api" | "subject" | "token",
  key: string,
  range: UsageRange,
): Promise<UsageSeries> {
  const rows = await db().$queryRaw<CountRow[]>(Prisma.sql`
    SELECT date_trunc(${range.granularity}, c."hour", 'UTC') AS "start", c."outcome",
      sum(c."requests")::bigint AS "requests"
    FROM (${countsOf(organizationId, kind, Prisma.sql`${key}`, range)}) c GROUP BY 1, 2`);
  return { granularity: range.granularity, points: withoutGaps(range, toPoints(rows)) };
}

function withoutGaps({ from, to, granularity }: UsageRange, points: readonly UsagePoint[]): UsagePoint[] {
  const known = new Map(points.map((point) => [point.start, point]));
  const all: UsagePoint[] = [];
  for (let start = from; start < to; start = later(granularity, start, 1))
    all.push(known.get(start.toISOString()) ?? { start: start.toISOString(), allowed: 0, denied: {} });
  return all;
}

/** The intervals that have requests, oldest first. */
export function toPoints(rows: readonly CountRow[]): UsagePoint[] {
  const points = new Map<number, { start: string; allowed: number; denied: Partial<Record<Reason, number>> }>();
  for (const { start, outcome, requests } of rows) {
    const time = start.getTime();
    const point = points.get(time) ?? { start: start.toISOString(), allowed: 0, denied: {} };
    if (outcome === "allowed") point.allowed = Number(requests);
    else point.denied[outcome as Reason] = Number(requests);
    points.set(time, point);
  }
  return [...points].sort(([one], [other]) => one - other).map(([, point]) => point);
}
