import type { Actor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import type { AssetSummary } from "./dto";

interface Row {
  assets: bigint;
  errors: bigint;
  average: number | null;
  lastSeenAt: Date | null;
}

const BANDS = 10;

/**
 * A summary of a space's assets, for its overview and the filter of its list. Fails with `not_found`,
 * `insufficient_scope`.
 */
export async function summarizeAssets(actor: Actor, spaceId: string): Promise<Result<{ summary: AssetSummary }>> {
  const decision = await authorizeIn(db(), actor, "asset.read", spaceId);
  if (!decision.ok) return decision;
  const from = Prisma.sql`FROM "Asset" WHERE "organizationId" = ${actor.organizationId} AND "spaceId" = ${spaceId}`;
  const [totals, bands, platforms] = await Promise.all([
    db().$queryRaw<Row[]>(
      Prisma.sql`SELECT count(*) AS "assets", count("error") AS "errors", round(avg("score"))::int AS "average",
        max("lastSeenAt") AS "lastSeenAt" ${from}`,
    ),
    db().$queryRaw<{ band: number; assets: bigint }[]>(
      Prisma.sql`SELECT LEAST("score" / 10, ${BANDS - 1}::int) AS "band", count(*) AS "assets" ${from}
        AND "score" IS NOT NULL GROUP BY 1`,
    ),
    db().$queryRaw<{ platform: string; assets: bigint }[]>(
      Prisma.sql`SELECT "platform", count(*) AS "assets" ${from} AND "platform" <> '' GROUP BY 1
        ORDER BY 2 DESC, 1 LIMIT 50`,
    ),
  ]);
  const counted = new Map(bands.map(({ band, assets }) => [band, Number(assets)]));
  const [total] = totals;
  return {
    ok: true,
    summary: {
      assets: Number(total?.assets ?? 0),
      errors: Number(total?.errors ?? 0),
      averageScore: total?.average ?? null,
      scores: Array.from({ length: BANDS }, (_, band) => counted.get(band) ?? 0),
      platforms: platforms.map(({ platform, assets }) => ({ platform, assets: Number(assets) })),
      lastSeenAt: total?.lastSeenAt?.toISOString() ?? null,
    },
  };
}
