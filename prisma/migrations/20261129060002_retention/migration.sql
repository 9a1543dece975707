-- The newest revocation of an organization that was deleted because of its age: the feed refuses a cursor before it.
CREATE TABLE "RevocationHorizon" (
    "organizationId" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "RevocationHorizon_pkey" PRIMARY KEY ("organizationId"),
    CONSTRAINT "RevocationHorizon_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What sweeps search by. Writes to a table wait while its index is built: some seconds for ten million rows of TokenUsage,
-- whose writers try again.
CREATE INDEX "TokenUsage_hour_idx" ON "TokenUsage"("hour");
CREATE INDEX "Revocation_at_idx" ON "Revocation"("at");
CREATE INDEX "Invitation_expiresAt_idx" ON "Invitation"("expiresAt");
CREATE INDEX "PasswordReset_expiresAt_idx" ON "PasswordReset"("expiresAt");
