-- The organization's tokens with the most requests of the last days. Built while the previous version goes on writing.
DROP INDEX CONCURRENTLY IF EXISTS "TokenUsage_organizationId_hour_idx";
CREATE INDEX CONCURRENTLY "TokenUsage_organizationId_hour_idx" ON "TokenUsage" ("organizationId", "hour");
