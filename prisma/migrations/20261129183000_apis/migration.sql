-- APIs of organizations and their scopes. The previous version knows neither table.
CREATE TYPE "JwtAlgorithm" AS ENUM ('EdDSA', 'ES256', 'RS256');

CREATE TABLE "Api" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "name" TEXT COLLATE "name_order" NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "algorithm" "JwtAlgorithm" NOT NULL DEFAULT 'EdDSA',
    "tokenPrefix" TEXT,
    "lifetimeDays" INTEGER,
    "maxLifetimeDays" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Api_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Api_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Api_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
    CONSTRAINT "Api_identifier_form" CHECK (char_length("identifier") <= 500 AND "identifier" ~ '^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$' AND "identifier" !~ '#'),
    CONSTRAINT "Api_prefix_form" CHECK ("tokenPrefix" ~ '^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$' AND char_length("tokenPrefix") BETWEEN 2 AND 24),
    CONSTRAINT "Api_lifetime_range" CHECK ("lifetimeDays" BETWEEN 1 AND 3650 AND "maxLifetimeDays" BETWEEN 1 AND 3650 AND "lifetimeDays" <= "maxLifetimeDays")
);
CREATE UNIQUE INDEX "Api_organizationId_id_key" ON "Api"("organizationId", "id");
CREATE INDEX "Api_organizationId_name_id_idx" ON "Api"("organizationId", "name", "id");
CREATE UNIQUE INDEX "Api_live_identifier_key" ON "Api"("organizationId", "identifier") WHERE "deletedAt" IS NULL;
CREATE UNIQUE INDEX "Api_live_prefix_key" ON "Api"("organizationId", "tokenPrefix") WHERE "deletedAt" IS NULL;

CREATE TABLE "ApiScope" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "apiId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiScope_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ApiScope_organizationId_apiId_fkey" FOREIGN KEY ("organizationId", "apiId") REFERENCES "Api"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    -- RFC 6749 section 3.3.
    CONSTRAINT "ApiScope_name_form" CHECK ("name" ~ '^[!#-\[\]-~]{1,64}$')
);
CREATE UNIQUE INDEX "ApiScope_organizationId_apiId_id_key" ON "ApiScope"("organizationId", "apiId", "id");
CREATE UNIQUE INDEX "ApiScope_live_name_key" ON "ApiScope"("organizationId", "apiId", "name") WHERE "removedAt" IS NULL;

-- A removed scope stays removed, a deleted API deleted; neither changes what it is called or whose it is.
CREATE FUNCTION "api_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."deletedAt" IS NOT NULL AND NEW."deletedAt" IS DISTINCT FROM OLD."deletedAt" THEN
    RAISE EXCEPTION 'a deleted API stays deleted' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."organizationId" <> OLD."organizationId" OR NEW."identifier" <> OLD."identifier" OR NEW."tokenPrefix" IS DISTINCT FROM OLD."tokenPrefix" THEN
    RAISE EXCEPTION 'an API keeps its identifier and its token prefix' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Api_guard" BEFORE UPDATE ON "Api" FOR EACH ROW EXECUTE FUNCTION "api_guard"();

CREATE FUNCTION "api_scope_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."removedAt" IS NOT NULL AND NEW."removedAt" IS DISTINCT FROM OLD."removedAt" THEN
    RAISE EXCEPTION 'a removed scope stays removed' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."organizationId" <> OLD."organizationId" OR NEW."apiId" <> OLD."apiId" OR NEW."name" <> OLD."name" THEN
    RAISE EXCEPTION 'a scope keeps its name' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ApiScope_guard" BEFORE UPDATE ON "ApiScope" FOR EACH ROW EXECUTE FUNCTION "api_scope_guard"();
