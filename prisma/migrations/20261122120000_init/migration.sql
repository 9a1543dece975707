-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('super_admin', 'admin', 'member');

-- CreateEnum
CREATE TYPE "Permission" AS ENUM ('viewer', 'editor', 'owner', 'agent');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('user', 'token', 'system');

-- CreateEnum
CREATE TYPE "AssignmentAction" AS ENUM ('ACTIVE', 'IGNORE');

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "organizationId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "address" TEXT,
    "userAgent" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "company" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "annotations" JSONB NOT NULL DEFAULT '[]',
    "tags" JSONB NOT NULL DEFAULT '[]',
    "contacts" JSONB NOT NULL DEFAULT '[]',
    "tokenMaxLifetimeDays" INTEGER,
    "tokenRequestsPerMinute" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "organizationId" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("organizationId","userId")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "digest" BYTEA NOT NULL,
    "invitedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Space" (
    "id" TEXT NOT NULL,
    "organizationId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "annotations" JSONB NOT NULL DEFAULT '[]',
    "tags" JSONB NOT NULL DEFAULT '[]',
    "contacts" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Space_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "permissions" "Permission"[],
    "hint" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "parentId" UUID,
    "createdById" UUID,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "revokedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TokenSecret" (
    "digest" BYTEA NOT NULL,
    "tokenId" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),

    CONSTRAINT "TokenSecret_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "TokenActivity" (
    "tokenId" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "agent" TEXT,

    CONSTRAINT "TokenActivity_pkey" PRIMARY KEY ("tokenId")
);

-- CreateTable
CREATE TABLE "TokenUsage" (
    "tokenId" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "requests" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "TokenUsage_pkey" PRIMARY KEY ("tokenId","hour")
);

-- CreateTable
CREATE TABLE "Bundle" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT,
    "bytes" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Bundle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Policy" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT,
    "bundleId" UUID NOT NULL,
    "uid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL DEFAULT '',
    "checks" INTEGER NOT NULL,
    "queries" INTEGER NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "docs" TEXT NOT NULL DEFAULT '',
    "updatedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueryPack" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT,
    "bundleId" UUID NOT NULL,
    "uid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL DEFAULT '',
    "queries" INTEGER NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "docs" TEXT NOT NULL DEFAULT '',
    "updatedByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "QueryPack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PolicyAssignment" (
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "policyId" UUID NOT NULL,
    "action" "AssignmentAction" NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PolicyAssignment_pkey" PRIMARY KEY ("spaceId","policyId")
);

-- CreateTable
CREATE TABLE "QueryPackAssignment" (
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "querypackId" UUID NOT NULL,
    "action" "AssignmentAction" NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "QueryPackAssignment_pkey" PRIMARY KEY ("spaceId","querypackId")
);

-- CreateTable
CREATE TABLE "Asset" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "mrn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "platform" TEXT NOT NULL DEFAULT '',
    "score" INTEGER,
    "error" TEXT,
    "lastReportId" UUID,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Report" (
    "id" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "spaceId" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,
    "assets" INTEGER NOT NULL,
    "scores" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssetResult" (
    "organizationId" TEXT NOT NULL,
    "reportId" UUID NOT NULL,
    "assetId" UUID NOT NULL,
    "score" INTEGER,
    "error" TEXT,
    "scores" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "AssetResult_pkey" PRIMARY KEY ("reportId","assetId")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" "ActorKind" NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "resourceKind" TEXT NOT NULL,
    "resourceId" TEXT NOT NULL,
    "spaceId" TEXT,
    "message" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "address" TEXT,
    "canonical" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("chain","sequence")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "chain" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "UsageBatch" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UsageBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "id" BYTEA NOT NULL,
    "organizationId" TEXT NOT NULL,
    "bodyDigest" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMPTZ(3),
    "status" INTEGER,
    "headers" JSONB,
    "body" BYTEA,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deployment" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Session_userId_revokedAt_idx" ON "Session"("userId", "revokedAt");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_digest_key" ON "Invitation"("digest");

-- CreateIndex
CREATE INDEX "Invitation_organizationId_createdAt_idx" ON "Invitation"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "Space_organizationId_name_id_idx" ON "Space"("organizationId", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Space_organizationId_id_key" ON "Space"("organizationId", "id");

-- CreateIndex
CREATE INDEX "ApiToken_organizationId_createdAt_id_idx" ON "ApiToken"("organizationId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ApiToken_organizationId_spaceId_idx" ON "ApiToken"("organizationId", "spaceId");

-- CreateIndex
CREATE INDEX "ApiToken_organizationId_parentId_idx" ON "ApiToken"("organizationId", "parentId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiToken_organizationId_id_key" ON "ApiToken"("organizationId", "id");

-- CreateIndex
CREATE INDEX "TokenSecret_organizationId_tokenId_idx" ON "TokenSecret"("organizationId", "tokenId");

-- CreateIndex
CREATE UNIQUE INDEX "TokenActivity_organizationId_tokenId_key" ON "TokenActivity"("organizationId", "tokenId");

-- CreateIndex
CREATE INDEX "TokenUsage_organizationId_tokenId_idx" ON "TokenUsage"("organizationId", "tokenId");

-- CreateIndex
CREATE INDEX "Bundle_organizationId_spaceId_idx" ON "Bundle"("organizationId", "spaceId");

-- CreateIndex
CREATE UNIQUE INDEX "Bundle_organizationId_id_key" ON "Bundle"("organizationId", "id");

-- CreateIndex
CREATE INDEX "Policy_organizationId_spaceId_name_id_idx" ON "Policy"("organizationId", "spaceId", "name", "id");

-- CreateIndex
CREATE INDEX "Policy_organizationId_bundleId_idx" ON "Policy"("organizationId", "bundleId");

-- CreateIndex
CREATE UNIQUE INDEX "Policy_organizationId_id_key" ON "Policy"("organizationId", "id");

-- CreateIndex
CREATE INDEX "QueryPack_organizationId_spaceId_name_id_idx" ON "QueryPack"("organizationId", "spaceId", "name", "id");

-- CreateIndex
CREATE INDEX "QueryPack_organizationId_bundleId_idx" ON "QueryPack"("organizationId", "bundleId");

-- CreateIndex
CREATE UNIQUE INDEX "QueryPack_organizationId_id_key" ON "QueryPack"("organizationId", "id");

-- CreateIndex
CREATE INDEX "PolicyAssignment_organizationId_policyId_idx" ON "PolicyAssignment"("organizationId", "policyId");

-- CreateIndex
CREATE INDEX "QueryPackAssignment_organizationId_querypackId_idx" ON "QueryPackAssignment"("organizationId", "querypackId");

-- CreateIndex
CREATE INDEX "Asset_organizationId_spaceId_name_id_idx" ON "Asset"("organizationId", "spaceId", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Asset_spaceId_mrn_key" ON "Asset"("spaceId", "mrn");

-- CreateIndex
CREATE UNIQUE INDEX "Asset_organizationId_id_key" ON "Asset"("organizationId", "id");

-- CreateIndex
CREATE INDEX "Report_organizationId_spaceId_createdAt_id_idx" ON "Report"("organizationId", "spaceId", "createdAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Report_spaceId_digest_key" ON "Report"("spaceId", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "Report_organizationId_id_key" ON "Report"("organizationId", "id");

-- CreateIndex
CREATE INDEX "AssetResult_organizationId_assetId_idx" ON "AssetResult"("organizationId", "assetId");

-- CreateIndex
CREATE INDEX "AuditEvent_chain_at_idx" ON "AuditEvent"("chain", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_chain_spaceId_sequence_idx" ON "AuditEvent"("chain", "spaceId", "sequence");

-- CreateIndex
CREATE INDEX "AuditEvent_chain_actorId_sequence_idx" ON "AuditEvent"("chain", "actorId", "sequence");

-- CreateIndex
CREATE INDEX "AuditEvent_chain_action_sequence_idx" ON "AuditEvent"("chain", "action", "sequence");

-- CreateIndex
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit"("expire");

-- CreateIndex
CREATE INDEX "UsageBatch_at_idx" ON "UsageBatch"("at");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Space" ADD CONSTRAINT "Space_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_organizationId_spaceId_fkey" FOREIGN KEY ("organizationId", "spaceId") REFERENCES "Space"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_organizationId_parentId_fkey" FOREIGN KEY ("organizationId", "parentId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenSecret" ADD CONSTRAINT "TokenSecret_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenActivity" ADD CONSTRAINT "TokenActivity_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenUsage" ADD CONSTRAINT "TokenUsage_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Bundle" ADD CONSTRAINT "Bundle_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Bundle" ADD CONSTRAINT "Bundle_organizationId_spaceId_fkey" FOREIGN KEY ("organizationId", "spaceId") REFERENCES "Space"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Policy" ADD CONSTRAINT "Policy_organizationId_bundleId_fkey" FOREIGN KEY ("organizationId", "bundleId") REFERENCES "Bundle"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryPack" ADD CONSTRAINT "QueryPack_organizationId_bundleId_fkey" FOREIGN KEY ("organizationId", "bundleId") REFERENCES "Bundle"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PolicyAssignment" ADD CONSTRAINT "PolicyAssignment_organizationId_spaceId_fkey" FOREIGN KEY ("organizationId", "spaceId") REFERENCES "Space"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PolicyAssignment" ADD CONSTRAINT "PolicyAssignment_organizationId_policyId_fkey" FOREIGN KEY ("organizationId", "policyId") REFERENCES "Policy"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryPackAssignment" ADD CONSTRAINT "QueryPackAssignment_organizationId_spaceId_fkey" FOREIGN KEY ("organizationId", "spaceId") REFERENCES "Space"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueryPackAssignment" ADD CONSTRAINT "QueryPackAssignment_organizationId_querypackId_fkey" FOREIGN KEY ("organizationId", "querypackId") REFERENCES "QueryPack"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Asset" ADD CONSTRAINT "Asset_organizationId_spaceId_fkey" FOREIGN KEY ("organizationId", "spaceId") REFERENCES "Space"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_organizationId_spaceId_fkey" FOREIGN KEY ("organizationId", "spaceId") REFERENCES "Space"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssetResult" ADD CONSTRAINT "AssetResult_organizationId_reportId_fkey" FOREIGN KEY ("organizationId", "reportId") REFERENCES "Report"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssetResult" ADD CONSTRAINT "AssetResult_organizationId_assetId_fkey" FOREIGN KEY ("organizationId", "assetId") REFERENCES "Asset"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What Prisma's schema language cannot say -------------------------------------------------------------

-- Names of live tokens are unique within their organization or space, whatever the case.
CREATE UNIQUE INDEX "ApiToken_live_name_key" ON "ApiToken" ("organizationId", COALESCE("spaceId", ''), lower("name")) WHERE "revokedAt" IS NULL;
CREATE UNIQUE INDEX "Policy_uid_key" ON "Policy" ("organizationId", COALESCE("spaceId", ''), "uid");
CREATE UNIQUE INDEX "QueryPack_uid_key" ON "QueryPack" ("organizationId", COALESCE("spaceId", ''), "uid");
-- One open invitation per address.
CREATE UNIQUE INDEX "Invitation_open_key" ON "Invitation" ("organizationId", "email") WHERE "acceptedAt" IS NULL AND "revokedAt" IS NULL;
-- The orders that the token list pages by.
CREATE INDEX "ApiToken_by_name" ON "ApiToken" ("organizationId", lower("name"), "id");

ALTER TABLE "User"
  ADD CONSTRAINT "User_email_normal" CHECK ("email" = lower(btrim("email")) AND "email" LIKE '%_@_%' AND char_length("email") <= 254),
  ADD CONSTRAINT "User_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
  ADD CONSTRAINT "User_password_argon2id" CHECK ("passwordHash" LIKE '$argon2id$%');
ALTER TABLE "Session"
  ADD CONSTRAINT "Session_ends_later" CHECK ("expiresAt" > "createdAt");
ALTER TABLE "Organization"
  ADD CONSTRAINT "Organization_id_slug" CHECK ("id" ~ '^[a-z0-9](?:[a-z0-9-]{3,48})[a-z0-9]$' AND "id" <> 'system'),
  ADD CONSTRAINT "Organization_code_form" CHECK ("code" ~ '^[A-Z0-9]{2,10}$'),
  ADD CONSTRAINT "Organization_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
  ADD CONSTRAINT "Organization_lifetime_range" CHECK ("tokenMaxLifetimeDays" BETWEEN 1 AND 3650),
  ADD CONSTRAINT "Organization_rate_range" CHECK ("tokenRequestsPerMinute" BETWEEN 1 AND 1000000);
ALTER TABLE "Invitation"
  ADD CONSTRAINT "Invitation_email_normal" CHECK ("email" = lower(btrim("email")) AND char_length("email") <= 254),
  ADD CONSTRAINT "Invitation_digest_length" CHECK (octet_length("digest") = 32);
ALTER TABLE "Space"
  ADD CONSTRAINT "Space_id_slug" CHECK ("id" ~ '^[a-z0-9](?:[a-z0-9-]{3,48})[a-z0-9]$'),
  ADD CONSTRAINT "Space_name_length" CHECK (char_length("name") BETWEEN 1 AND 100);
ALTER TABLE "ApiToken"
  ADD CONSTRAINT "ApiToken_name_length" CHECK (char_length("name") BETWEEN 1 AND 100 AND "name" = btrim("name")),
  ADD CONSTRAINT "ApiToken_description_length" CHECK (char_length("description") <= 1000),
  ADD CONSTRAINT "ApiToken_has_permissions" CHECK (cardinality("permissions") BETWEEN 1 AND 8),
  ADD CONSTRAINT "ApiToken_hint_is_short" CHECK (char_length("hint") <= 32),
  ADD CONSTRAINT "ApiToken_not_its_own_parent" CHECK ("parentId" <> "id");
ALTER TABLE "TokenSecret"
  ADD CONSTRAINT "TokenSecret_digest_length" CHECK (octet_length("digest") = 32);
ALTER TABLE "TokenUsage"
  ADD CONSTRAINT "TokenUsage_on_the_hour" CHECK ("hour" = date_trunc('hour', "hour", 'UTC') AND "requests" >= 0);
ALTER TABLE "Bundle"
  ADD CONSTRAINT "Bundle_size" CHECK (octet_length("bytes") BETWEEN 1 AND 5242880),
  ADD CONSTRAINT "Bundle_digest_length" CHECK (octet_length("digest") = 32);
ALTER TABLE "Asset"
  ADD CONSTRAINT "Asset_mrn_length" CHECK (char_length("mrn") BETWEEN 1 AND 1024),
  ADD CONSTRAINT "Asset_score_range" CHECK ("score" BETWEEN 0 AND 100);
ALTER TABLE "AssetResult"
  ADD CONSTRAINT "AssetResult_score_range" CHECK ("score" BETWEEN 0 AND 100);
ALTER TABLE "Report"
  ADD CONSTRAINT "Report_digest_length" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "Report_counts" CHECK ("assets" >= 0 AND "scores" >= 0 AND "errors" >= 0);
ALTER TABLE "AuditEvent"
  ADD CONSTRAINT "AuditEvent_sequence_positive" CHECK ("sequence" > 0),
  ADD CONSTRAINT "AuditEvent_mac_length" CHECK (octet_length("mac") = 32);

-- A revoked token stays revoked, and a token never changes its tenant or its scope.
CREATE FUNCTION "token_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."revokedAt" IS NOT NULL AND NEW."revokedAt" IS DISTINCT FROM OLD."revokedAt" THEN
    RAISE EXCEPTION 'a revoked token stays revoked' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."organizationId" <> OLD."organizationId" OR NEW."spaceId" IS DISTINCT FROM OLD."spaceId" THEN
    RAISE EXCEPTION 'a token keeps its scope' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ApiToken_guard" BEFORE UPDATE OF "revokedAt", "organizationId", "spaceId" ON "ApiToken"
  FOR EACH ROW EXECUTE FUNCTION "token_guard"();

-- The audit chain ---------------------------------------------------------------------------------------
-- Appended to by two functions that run with their owner's rights, so that the application's role needs
-- neither INSERT on the events nor UPDATE on the head. Fixed search_path with pg_temp last: a temporary
-- table of the caller can shadow nothing.

CREATE FUNCTION "audit_lock"(p_chain text, OUT last_sequence bigint, OUT last_mac bytea, OUT clock timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT h."sequence", h."mac" INTO last_sequence, last_mac FROM public."AuditHead" h WHERE h."chain" = p_chain FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO public."AuditHead" ("chain", "sequence", "mac") VALUES (p_chain, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
    SELECT h."sequence", h."mac" INTO last_sequence, last_mac FROM public."AuditHead" h WHERE h."chain" = p_chain FOR UPDATE;
  END IF;
  clock := date_trunc('milliseconds', clock_timestamp());
END $$;

CREATE FUNCTION "audit_append"(
  p_chain text, p_sequence bigint, p_last_mac bytea, p_at timestamptz,
  p_actor_kind text, p_actor_id text, p_actor_name text, p_action text,
  p_resource_kind text, p_resource_id text, p_space_id text, p_message text,
  p_change jsonb, p_address text, p_canonical bytea, p_mac bytea
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public."AuditHead" SET "sequence" = p_sequence, "mac" = p_mac
    WHERE "chain" = p_chain AND "sequence" = p_sequence - 1 AND "mac" = p_last_mac;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'audit event % does not follow the head of chain %', p_sequence, p_chain USING ERRCODE = 'serialization_failure';
  END IF;
  INSERT INTO public."AuditEvent" ("chain", "sequence", "at", "actorKind", "actorId", "actorName", "action",
    "resourceKind", "resourceId", "spaceId", "message", "change", "address", "canonical", "mac")
  VALUES (p_chain, p_sequence, p_at, p_actor_kind::public."ActorKind", p_actor_id, p_actor_name, p_action,
    p_resource_kind, p_resource_id, p_space_id, p_message, p_change, p_address, p_canonical, p_mac);
END $$;

REVOKE ALL ON FUNCTION "audit_lock"(text) FROM PUBLIC;
REVOKE ALL ON FUNCTION "audit_append"(text, bigint, bytea, timestamptz, text, text, text, text, text, text, text, text, jsonb, text, bytea, bytea) FROM PUBLIC;

CREATE FUNCTION "audit_immutable"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are only ever added (% on %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "AuditEvent_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION "audit_immutable"();
ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_immutable";
CREATE TRIGGER "AuditHead_stays" BEFORE DELETE OR TRUNCATE ON "AuditHead" FOR EACH STATEMENT EXECUTE FUNCTION "audit_immutable"();
ALTER TABLE "AuditHead" ENABLE ALWAYS TRIGGER "AuditHead_stays";

CREATE FUNCTION "audit_head_forward"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."chain" <> OLD."chain" OR NEW."sequence" <> OLD."sequence" + 1 THEN
    RAISE EXCEPTION 'the head of an audit chain only moves forward' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "AuditHead_forward" BEFORE UPDATE ON "AuditHead" FOR EACH ROW EXECUTE FUNCTION "audit_head_forward"();
ALTER TABLE "AuditHead" ENABLE ALWAYS TRIGGER "AuditHead_forward";

-- A tenant stays what it was once it is deleted.
CREATE FUNCTION "organization_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."deletedAt" IS NOT NULL AND NEW."deletedAt" IS DISTINCT FROM OLD."deletedAt" THEN
    RAISE EXCEPTION 'a deleted organization stays deleted' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Organization_guard" BEFORE UPDATE OF "deletedAt" ON "Organization" FOR EACH ROW EXECUTE FUNCTION "organization_guard"();
