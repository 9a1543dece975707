import { type Report, Prisma } from "../platform/db/generated/client";
import type { ReportDto } from "./dto";

/** All columns except the report itself. */
export const COLUMNS = Prisma.sql`r."id", r."organizationId", r."spaceId", r."assets", r."scores", r."errors", r."size",
  encode(r."digest", 'hex') AS "digest", r."createdAt", r."createdByName",
  r."createdAt"::text AS "sortTime"`;

export interface ReportRow extends Pick<
  Report,
  "id" | "organizationId" | "spaceId" | "assets" | "scores" | "errors" | "size" | "createdAt" | "createdByName"
> {
  digest: string;
  /** The sort key of the list. */
  sortTime: string;
}

/** Converts a row to its DTO. */
export function toReportDto({
  id,
  spaceId,
  assets,
  scores,
  errors,
  size,
  digest,
  createdAt,
  createdByName,
}: ReportRow): ReportDto {
  return {
    id,
    spaceId,
    assets,
    scores,
    errors,
    size,
    digest,
    createdAt: createdAt.toISOString(),
    createdBy: createdByName,
  };
}
