-- Why requests were denied, for the organization's administrators: the newest ones only, written and removed by lib/denials.
CREATE TABLE "Denial" (
    "id" BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    "organizationId" TEXT NOT NULL,
    -- Whether no token of the organization was presented. These have a quota of their own, and push out no others.
    "isStranger" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "requestId" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "tokenId" UUID,
    "tokenName" TEXT,
    "hint" TEXT,
    "address" TEXT,
    "demanded" TEXT,
    -- How many more like this there were, which are not listed.
    "more" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Denial_pkey" PRIMARY KEY ("organizationId", "id"),
    CONSTRAINT "Denial_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "Denial_by_class" ON "Denial" ("organizationId", "isStranger", "id");
CREATE INDEX "Denial_by_request" ON "Denial" ("organizationId", "requestId");
CREATE INDEX "Denial_by_token" ON "Denial" ("organizationId", "tokenId", "id") WHERE "tokenId" IS NOT NULL;
CREATE INDEX "Denial_at_idx" ON "Denial" ("at");
