import type { Limits } from "../access/limits/schema";
import { type Api, Prisma } from "../platform/db/generated/client";
import type { ApiDto, ApiSummary, ScopeDto } from "./dto";

/** The columns of an API that is read as `a`. */
export const COLUMNS = Prisma.sql`a."id", a."organizationId", a."identifier", a."name", a."description",
  a."algorithm"::text AS "algorithm", a."tokenPrefix",
  a."lifetimeDays", a."maxLifetimeDays", a."exchangesLimited",
  COALESCE(a."defaultLimits", '{}') AS "defaultLimits", a."createdAt", a."updatedAt", a."version",
  (SELECT count(*)::int FROM "ApiScope" x
    WHERE x."organizationId" = a."organizationId" AND x."apiId" = a."id" AND x."removedAt" IS NULL) AS "scopeCount"`;

export type ApiRow = Omit<Api, "deletedAt" | "defaultLimits"> & { scopeCount: number; defaultLimits: Limits };

/** Converts a row to its DTO without scopes. */
export function toSummary(row: ApiRow): ApiSummary {
  return {
    id: row.id,
    identifier: row.identifier,
    name: row.name,
    description: row.description,
    algorithm: row.algorithm,
    tokenPrefix: row.tokenPrefix,
    exchangesLimited: row.exchangesLimited,
    defaults: {
      lifetimeDays: row.lifetimeDays,
      maxLifetimeDays: row.maxLifetimeDays,
      limits: row.defaultLimits,
    },
    scopeCount: row.scopeCount,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
  };
}

/** Converts a row and its live scopes to the DTO. */
export function toApiDto(row: ApiRow, scopes: readonly ScopeDto[]): ApiDto {
  return { ...toSummary(row), scopes: scopes.map(({ name, description }) => ({ name, description })) };
}
