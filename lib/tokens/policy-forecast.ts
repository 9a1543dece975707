import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { TokenPolicyInput } from "../organizations/schema";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Result } from "../platform/result/result";
import { FORECAST_DAYS } from "./limits";
import { EFFECTIVE_END, endWithin, FROM, STATUS } from "./row";

/** What a token policy would do to the live tokens of an organization. Counts of tokens. */
export interface PolicyForecast {
  readonly live: number;
  /** Live tokens that would end at once. */
  readonly ending: number;
  /** Of those, the ones used in the last 7 days. */
  readonly endingUsed: number;
  /** Live tokens that would end later, but sooner than they do now. */
  readonly shortened: number;
  /** Live tokens used in the last 7 days. */
  readonly used: number;
  /**
   * Live tokens that, with their descendants, made more requests than the limit, on average over some hour of the last
   * 7 days.
   */
  readonly aboveLimit: number;
}

/**
 * What a token policy would do, for those who may set it. Changes nothing. Fails with `insufficient_scope`,
 * `not_found`.
 */
export async function forecastPolicy(
  actor: Actor,
  { tokenMaxLifetimeDays, tokenRequestsPerMinute }: TokenPolicyInput,
): Promise<Result<{ forecast: PolicyForecast }>> {
  const { organizationId } = actor;
  const decision = decide(actor, "tokenPolicy.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const proposed = endWithin(Prisma.sql`${tokenMaxLifetimeDays}::int`);
  const since = Prisma.sql`now() - make_interval(hours => 24 * ${FORECAST_DAYS}::int)`;
  const [row] = await db().$queryRaw<Record<keyof PolicyForecast, bigint>[]>(Prisma.sql`
    WITH RECURSIVE live AS (
      SELECT t."id", t."parentId", ${EFFECTIVE_END} AS "end", ${proposed} AS "proposed",
        COALESCE(a."at" >= ${since}, FALSE) AS "used"
      ${FROM} WHERE t."organizationId" = ${organizationId} AND ${STATUS} IN ('live', 'expiring')
    ), family AS (
      SELECT "id" AS "root", "id" FROM "ApiToken" WHERE "organizationId" = ${organizationId} AND "parentId" IS NULL
      UNION ALL
      SELECT f."root", c."id" FROM "ApiToken" c
      JOIN family f ON c."organizationId" = ${organizationId} AND c."parentId" = f."id"
    ), above AS (
      SELECT DISTINCT f."root" FROM family f
        JOIN "TokenUsage" u ON u."organizationId" = ${organizationId} AND u."tokenId" = f."id" AND u."hour" >= ${since}
      GROUP BY f."root", u."hour" HAVING sum(u."requests") > 60 * ${tokenRequestsPerMinute}::bigint
    )
    SELECT count(*) AS "live",
      count(*) FILTER (WHERE "proposed" <= now()) AS "ending",
      count(*) FILTER (WHERE "proposed" <= now() AND "used") AS "endingUsed",
      count(*) FILTER (WHERE "proposed" > now() AND "proposed" < COALESCE("end", 'infinity')) AS "shortened",
      count(*) FILTER (WHERE "used") AS "used",
      count(*) FILTER (WHERE f."root" IN (SELECT "root" FROM above)) AS "aboveLimit"
    FROM live JOIN family f ON f."id" = live."id"`);
  const count = (key: keyof PolicyForecast) => Number(row?.[key] ?? 0);
  return {
    ok: true,
    forecast: {
      live: count("live"),
      ending: count("ending"),
      endingUsed: count("endingUsed"),
      shortened: count("shortened"),
      used: count("used"),
      aboveLimit: count("aboveLimit"),
    },
  };
}
