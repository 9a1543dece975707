import { z } from "../platform/validation/zod";
import { type Policy, Prisma } from "../platform/db/generated/client";
import { formatMrn, mrnContainer } from "../mrn";
import type { ContentDto } from "./dto";
import type { ContentKindFacts } from "./kind";
import type { AssignmentAction, ContentKind } from "./schema";

export interface ContentRow extends Pick<
  Policy,
  | "id"
  | "organizationId"
  | "spaceId"
  | "bundleId"
  | "uid"
  | "name"
  | "version"
  | "tags"
  | "docs"
  | "updatedByName"
  | "createdAt"
  | "updatedAt"
> {
  kind: ContentKind;
  checks: number;
  queries: number;
  assignment: AssignmentAction | null;
  /** Whether its checks and queries are stored one by one. */
  isListed: boolean;
  /** What a list by time is ordered by, as text with all that the column has. */
  sortTime: string;
}

/** All rows of a kind, with their assignment in the space `inSpace`. For use as a table: `FROM (…) r`. */
export function rowsOf(
  { kind, table, assignments, assigned, checks }: ContentKindFacts,
  inSpace: string | null,
): Prisma.Sql {
  return Prisma.sql`SELECT ${kind}::text AS "kind", c."id", c."organizationId", c."spaceId", c."bundleId", c."uid",
    c."name", c."version", ${checks} AS "checks", c."queries",
    c."tags", c."docs", c."updatedByName", c."createdAt", c."updatedAt", c."updatedAt"::text AS "sortTime", (
      SELECT a."action"::text FROM ${assignments} a
      WHERE a."organizationId" = c."organizationId" AND a."spaceId" = COALESCE(c."spaceId", ${inSpace}::text)
        AND a.${assigned} = c."id"
    ) AS "assignment", EXISTS (
      SELECT 1 FROM "Bundle" b
      WHERE b."organizationId" = c."organizationId" AND b."id" = c."bundleId" AND b."listedAt" IS NOT NULL
    ) AS "isListed" FROM ${table} c`;
}

const tagsSchema = z.array(z.object({ key: z.string(), value: z.string() }));

/** Converts a row to its DTO. */
export function toContentDto(row: ContentRow): ContentDto {
  const { kind, id, uid, name, checks, queries, spaceId, assignment, bundleId } = row;
  return {
    kind,
    id,
    mrn: formatMrn({ kind, container: mrnContainer(row.organizationId, spaceId), uid }),
    uid,
    name,
    version: row.version || null,
    checks,
    queries,
    tags: tagsSchema.parse(row.tags),
    description: row.docs,
    spaceId,
    assignment,
    bundleId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedByName,
  };
}
