-- Which secrets end, those that were rotated: few. Lists of tokens ask it for each of their rows, and found it by an index and
-- a row of all secrets. Built while the previous version goes on writing.
DROP INDEX CONCURRENTLY IF EXISTS "TokenSecret_ending";
CREATE INDEX CONCURRENTLY "TokenSecret_ending" ON "TokenSecret" ("organizationId", "tokenId", "expiresAt") WHERE "expiresAt" IS NOT NULL;
