-- Changes after which earlier JWTs are to be refused, for readers of the revocation feed that ask for them. The previous
-- version neither writes nor reads them: ask for them only after all instances run this version.
CREATE TABLE "JwtCutoff" (
    "organizationId" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "targetId" UUID NOT NULL,
    "api" TEXT,
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "JwtCutoff_pkey" PRIMARY KEY ("organizationId", "sequence", "targetId"),
    CONSTRAINT "JwtCutoff_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "JwtCutoff_at_idx" ON "JwtCutoff"("at");
