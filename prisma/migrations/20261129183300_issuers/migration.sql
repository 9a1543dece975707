-- Tokens that manage tokens of their organization's customers. The previous version knows neither the permission nor the
-- columns: grant it only after all instances run this one.
ALTER TYPE "Permission" ADD VALUE 'issuer';

ALTER TABLE "ApiToken" ADD COLUMN "issuedById" UUID;
CREATE INDEX "ApiToken_by_issuer" ON "ApiToken" ("organizationId", "issuedById", "createdAt") WHERE "issuedById" IS NOT NULL;

CREATE TABLE "TokenIssue" (
    "organizationId" TEXT NOT NULL,
    "tokenId" UUID NOT NULL,
    "apiId" UUID NOT NULL,
    "allScopes" BOOLEAN NOT NULL,
    "scopeIds" UUID[],

    CONSTRAINT "TokenIssue_pkey" PRIMARY KEY ("organizationId", "tokenId", "apiId"),
    CONSTRAINT "TokenIssue_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "TokenIssue_organizationId_apiId_fkey" FOREIGN KEY ("organizationId", "apiId") REFERENCES "Api"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TokenIssue_organizationId_apiId_idx" ON "TokenIssue"("organizationId", "apiId");
