-- A row is looked up by its organization and id, and on a table that was never analyzed the planner sees no difference
-- between the unique key and an index that begins with the organization and ends with the id: of equal plans it takes the
-- newest index. Since PostgreSQL 18 that reads all rows of the organization ("skip scan"), for each foreign key too, until
-- ANALYZE. So the keys become the newest indexes, while everybody goes on reading and writing. Dropped first: what an
-- interrupted run left. See docs/decisions/0064-keys-are-the-newest-indexes.md.
DROP INDEX CONCURRENTLY IF EXISTS "ApiToken_organizationId_id_key_ccnew";
DROP INDEX CONCURRENTLY IF EXISTS "ApiToken_organizationId_id_key_ccold";
REINDEX INDEX CONCURRENTLY "ApiToken_organizationId_id_key";
DROP INDEX CONCURRENTLY IF EXISTS "Space_organizationId_id_key_ccnew";
DROP INDEX CONCURRENTLY IF EXISTS "Space_organizationId_id_key_ccold";
REINDEX INDEX CONCURRENTLY "Space_organizationId_id_key";
DROP INDEX CONCURRENTLY IF EXISTS "Policy_organizationId_id_key_ccnew";
DROP INDEX CONCURRENTLY IF EXISTS "Policy_organizationId_id_key_ccold";
REINDEX INDEX CONCURRENTLY "Policy_organizationId_id_key";
DROP INDEX CONCURRENTLY IF EXISTS "QueryPack_organizationId_id_key_ccnew";
DROP INDEX CONCURRENTLY IF EXISTS "QueryPack_organizationId_id_key_ccold";
REINDEX INDEX CONCURRENTLY "QueryPack_organizationId_id_key";
DROP INDEX CONCURRENTLY IF EXISTS "Asset_organizationId_id_key_ccnew";
DROP INDEX CONCURRENTLY IF EXISTS "Asset_organizationId_id_key_ccold";
REINDEX INDEX CONCURRENTLY "Asset_organizationId_id_key";
DROP INDEX CONCURRENTLY IF EXISTS "Api_organizationId_id_key_ccnew";
DROP INDEX CONCURRENTLY IF EXISTS "Api_organizationId_id_key_ccold";
REINDEX INDEX CONCURRENTLY "Api_organizationId_id_key";
