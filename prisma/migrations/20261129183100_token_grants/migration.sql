-- Scopes of tokens. A token may have scopes and no permissions: the previous version reads that as no permissions at all.
-- The constraint is not validated, so that no check waits for a scan of all tokens; the one before it was stricter.
ALTER TABLE "ApiToken"
  ADD CONSTRAINT "ApiToken_permissions_count" CHECK (cardinality("permissions") <= 8) NOT VALID,
  DROP CONSTRAINT "ApiToken_has_permissions";

CREATE TABLE "TokenGrant" (
    "organizationId" TEXT NOT NULL,
    "tokenId" UUID NOT NULL,
    "apiId" UUID NOT NULL,
    "scopeId" UUID NOT NULL,

    CONSTRAINT "TokenGrant_pkey" PRIMARY KEY ("organizationId", "tokenId", "scopeId"),
    CONSTRAINT "TokenGrant_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TokenGrant_organizationId_apiId_scopeId_fkey" FOREIGN KEY ("organizationId", "apiId", "scopeId") REFERENCES "ApiScope"("organizationId", "apiId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TokenGrant_organizationId_apiId_scopeId_tokenId_idx" ON "TokenGrant"("organizationId", "apiId", "scopeId", "tokenId");

-- What sweeps search by.
CREATE INDEX "ApiScope_removed" ON "ApiScope"("removedAt") WHERE "removedAt" IS NOT NULL;
CREATE INDEX "Api_deleted" ON "Api"("deletedAt") WHERE "deletedAt" IS NOT NULL;
