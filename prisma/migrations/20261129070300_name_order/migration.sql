-- One order of names everywhere: the root collation of Unicode (undetermined language), with numbers by their value. It
-- belongs to the columns, so that each ORDER BY has it, those of the previous version included.
CREATE COLLATION "name_order" (provider = icu, locale = 'und-u-kn-true');

-- In the order in which transactions of the application take their locks.
LOCK TABLE "Organization", "Space", "User", "ApiToken", "Policy", "QueryPack", "Asset" IN ACCESS EXCLUSIVE MODE;
DROP INDEX "ApiToken_by_name", "Asset_by_name";
ALTER TABLE "User" ALTER COLUMN "name" TYPE text COLLATE "name_order";
ALTER TABLE "Organization" ALTER COLUMN "name" TYPE text COLLATE "name_order";
ALTER TABLE "Space" ALTER COLUMN "name" TYPE text COLLATE "name_order";
ALTER TABLE "ApiToken" ALTER COLUMN "name" TYPE text COLLATE "name_order";
ALTER TABLE "Policy" ALTER COLUMN "name" TYPE text COLLATE "name_order";
ALTER TABLE "QueryPack" ALTER COLUMN "name" TYPE text COLLATE "name_order";
ALTER TABLE "Asset" ALTER COLUMN "name" TYPE text COLLATE "name_order";
CREATE INDEX "ApiToken_by_name" ON "ApiToken" ("organizationId", "name", "id");
CREATE INDEX "Asset_by_name" ON "Asset" ("organizationId", "spaceId", "name", "id");
