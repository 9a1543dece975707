-- Whose tokens there are, and which: for the list's filter by creator, and for people who leave. Tokens that tokens made have
-- no creator here. Built while the previous version goes on writing.
DROP INDEX CONCURRENTLY IF EXISTS "ApiToken_by_creator";
CREATE INDEX CONCURRENTLY "ApiToken_by_creator" ON "ApiToken" ("organizationId", "createdById", "createdAt") WHERE "createdById" IS NOT NULL;
