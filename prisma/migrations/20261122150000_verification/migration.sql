-- AlterEnum
ALTER TYPE "Permission" ADD VALUE 'verifier';

-- CreateTable
CREATE TABLE "Revocation" (
    "organizationId" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "tokenId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Revocation_pkey" PRIMARY KEY ("organizationId","sequence","tokenId")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "id" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateJwk" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "Revocation" ADD CONSTRAINT "Revocation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;
