-- What could be better about live tokens, as a job found it. Only counts while the token has the version that it was found of.
CREATE TABLE "TokenAdvice" (
    "tokenId" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "TokenAdvice_pkey" PRIMARY KEY ("tokenId", "kind"),
    CONSTRAINT "TokenAdvice_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TokenAdvice_organizationId_tokenId_idx" ON "TokenAdvice" ("organizationId", "tokenId");
CREATE INDEX "TokenAdvice_by_kind" ON "TokenAdvice" ("organizationId", "kind", "tokenId");
