import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Result } from "../platform/result/result";
import { containing } from "../platform/validation/fields";
import type { ContentPlaceDto } from "./dto";
import { POLICIES, QUERYPACKS, type ContentKindFacts } from "./kind";

/**
 * The policies and query packs that the actor may read and whose name or uid contains `search`, in the order of their
 * names: at most `limit`. Organization-wide content comes with the first space that shows it. One statement. Fails with
 * `not_found`, `insufficient_scope`.
 */
export async function searchContent(
  actor: Actor,
  { search, limit }: { search: string; limit: number },
): Promise<Result<{ items: ContentPlaceDto[] }>> {
  const { organizationId } = actor;
  const own = spaceOf(spaceAccessOf(actor));
  for (const { read } of [POLICIES, QUERYPACKS]) {
    const decision = decide(actor, read, { organizationId, spaceId: own });
    if (!decision.ok) return decision;
  }
  const of = ({ table, kind }: ContentKindFacts) => Prisma.sql`
    SELECT ${kind}::text AS "kind", c."id", c."name", c."uid", c."spaceId" FROM ${table} c
    WHERE c."organizationId" = ${organizationId}
      AND (c."name" ILIKE ${containing(search)} OR c."uid" ILIKE ${containing(search)})`;
  const items = await db().$queryRaw<ContentPlaceDto[]>(Prisma.sql`
    SELECT r."kind", r."id", r."name", s."id" AS "shownInId", s."name" AS "shownInName"
    FROM (${of(POLICIES)} UNION ALL ${of(QUERYPACKS)}) r
    JOIN LATERAL (
      SELECT s."id", s."name" FROM "Space" s
      WHERE s."organizationId" = ${organizationId} AND s."id" = COALESCE(r."spaceId", s."id")
        AND s."id" = COALESCE(${own}::text, s."id")
      ORDER BY s."name", s."id" LIMIT 1
    ) s ON TRUE
    ORDER BY r."name", r."id" LIMIT ${limit}`);
  return { ok: true, items };
}
