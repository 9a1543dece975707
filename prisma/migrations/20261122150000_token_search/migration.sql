-- The token list searches for a part of a name, description or hint. Trigrams (pg_trgm, which comes with PostgreSQL and
-- which the owner of a database may switch on) find it among 100,000 tokens in milliseconds. Where it is not to be had,
-- the search still works, by reading every row of the organization. The expression is the one in lib/tokens/list.ts.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "ApiToken_search" ON "ApiToken" USING gin (("name" || E'\n' || "description" || E'\n' || "hint") gin_trgm_ops);
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
    RAISE NOTICE 'pg_trgm is not available here (%): searching tokens will read all of them', SQLERRM;
END
$$;
