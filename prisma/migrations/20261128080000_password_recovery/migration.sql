-- Links that let a person choose a new password. Only the SHA-256 digest of a link's secret is kept.
CREATE TABLE "PasswordReset" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    -- The organization whose administrator made it; null when it was made on the server.
    "organizationId" TEXT,
    -- That administrator, and the membership as it was: the link ends when either changes.
    "createdById" UUID,
    "membershipVersion" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PasswordReset_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "PasswordReset_digest_check" CHECK (octet_length("digest") = 32),
    CONSTRAINT "PasswordReset_maker_check" CHECK (("organizationId" IS NULL) = ("createdById" IS NULL) AND ("organizationId" IS NULL) = ("membershipVersion" IS NULL)),
    CONSTRAINT "PasswordReset_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "PasswordReset_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "PasswordReset_digest_key" ON "PasswordReset"("digest");
CREATE UNIQUE INDEX "PasswordReset_open_key" ON "PasswordReset"("userId") WHERE "usedAt" IS NULL AND "revokedAt" IS NULL;
CREATE INDEX "PasswordReset_userId_idx" ON "PasswordReset"("userId");
CREATE INDEX "PasswordReset_organizationId_idx" ON "PasswordReset"("organizationId");

-- When an administrator last signed the person out of this organization: no session that is older acts in it. Null: never.
ALTER TABLE "Membership" ADD COLUMN "signedOutAt" TIMESTAMPTZ(3);
