-- What reports tell of an asset's platform, and how large a report was.
ALTER TABLE "Asset" ADD COLUMN "platformVersion" TEXT NOT NULL DEFAULT '', ADD COLUMN "arch" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Report" ADD COLUMN "size" INTEGER NOT NULL DEFAULT 0;

-- The orders that a space's assets page by, in place of one that nothing asks for.
DROP INDEX "Asset_organizationId_spaceId_name_id_idx";
CREATE INDEX "Asset_by_name" ON "Asset" ("organizationId", "spaceId", lower("name"), "id");
CREATE INDEX "Asset_by_score" ON "Asset" ("organizationId", "spaceId", COALESCE("score", -1), "id");
CREATE INDEX "Asset_by_last_seen" ON "Asset" ("organizationId", "spaceId", "lastSeenAt", "id");
-- What a deleted report leaves behind is found by it.
CREATE INDEX "Asset_by_last_report" ON "Asset" ("organizationId", "lastReportId");
