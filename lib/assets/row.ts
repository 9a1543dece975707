import { type Asset, Prisma } from "../platform/db/generated/client";
import type { AssetDto } from "./dto";

export const COLUMNS = Prisma.sql`a."id", a."organizationId", a."spaceId", a."mrn", a."name", a."platform",
  a."platformVersion", a."arch", a."score", a."error",
  a."lastSeenAt", a."createdAt", a."lastReportId", a."lastSeenAt"::text AS "sortTime"`;

export interface AssetRow extends Pick<
  Asset,
  | "id"
  | "organizationId"
  | "spaceId"
  | "mrn"
  | "name"
  | "platform"
  | "platformVersion"
  | "arch"
  | "score"
  | "error"
  | "lastSeenAt"
  | "createdAt"
  | "lastReportId"
> {
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
