-- For /api/health/ready: the serving role may learn which migrations ran, and nothing else of how. In plpgsql, whose
-- statements are looked at when they run: the table of migrations need not exist when this file does.
CREATE FUNCTION "applied_migrations"() RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT m."migration_name"::text FROM public."_prisma_migrations" m WHERE m."finished_at" IS NOT NULL AND m."rolled_back_at" IS NULL;
END $$;
