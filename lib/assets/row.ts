import { Prisma } from "../platform/db/generated/client";
import type { AssetDto } from "./dto";

export const COLUMNS = Prisma.sql`a."id", a."organizationId", a."spaceId", a."mrn", a."name", a."platform", a."platformVersion", a."arch", a."score", a."error",
  a."lastSeenAt", a."createdAt", a."lastReportId", a."lastSeenAt"::text AS "sortTime"`;

export interface AssetRow {
  id: string;
  organizationId: string;
  spaceId: string;
  mrn: string;
  name: string;
  platform: string;
  platformVersion: string;
  arch: string;
  score: number | null;
  error: string | null;
  lastSeenAt: Date;
  createdAt: Date;
  lastReportId: string | null;
  sortTime: string;
}

/** Converts a row to its DTO. */
export function toAssetDto(row: AssetRow): AssetDto {
  const { id, spaceId, mrn, name, score, error, lastReportId } = row;
  const { platform, platformVersion, arch, lastSeenAt, createdAt } = row;
  const facts = { platform: platform || null, platformVersion: platformVersion || null, arch: arch || null };
  return {
    id,
    spaceId,
    mrn,
    name,
    ...facts,
    score,
    error,
    lastSeenAt: lastSeenAt.toISOString(),
    createdAt: createdAt.toISOString(),
    lastReportId,
  };
}
