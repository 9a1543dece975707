import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Result } from "../platform/result/result";
import { EFFECTIVE_END, FROM, LIFETIME_FROM } from "./row";

/** What a shorter longest life would do, at the moment of the answer. */
export interface PolicyPreview {
  /** Live tokens that would end at once. */
  readonly tokensEnding: number;
  /** How many of them were used in the last 7 days. */
  readonly recentlyUsed: number;
}

/**
 * What would end if the organization's tokens could live this many days; null for any time. For who may change the
 * policy. Fails with `insufficient_scope`.
 */
export async function previewLongestLife(
  actor: Actor,
  days: number | null,
): Promise<Result<{ preview: PolicyPreview }>> {
  const decision = decide(actor, "tokenPolicy.write", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const [counts] = await db().$queryRaw<{ ending: bigint; used: bigint }[]>(Prisma.sql`
    SELECT count(*) AS "ending", count(*) FILTER (WHERE a."at" > now() - interval '168 hours') AS "used" ${FROM}
    WHERE t."organizationId" = ${actor.organizationId} AND t."revokedAt" IS NULL AND COALESCE(${EFFECTIVE_END} > now(), true)
      AND ${LIFETIME_FROM} + make_interval(hours => 24 * ${days}::int) <= now()`);
  return {
    ok: true,
    preview: { tokensEnding: Number(counts?.ending ?? 0), recentlyUsed: Number(counts?.used ?? 0) },
  };
}
