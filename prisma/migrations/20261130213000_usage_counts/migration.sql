-- Requests per hour and outcome: of the organization, of its APIs and subjects, and the denied ones of its tokens. The
-- allowed ones of tokens stay in "TokenUsage", which the previous version goes on writing.
CREATE TABLE "UsageCount" (
    "organizationId" TEXT NOT NULL,
    -- organization, api, subject or token
    "kind" TEXT NOT NULL,
    -- The id of the API or token, or the subject; empty for the organization.
    "key" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    -- allowed, or why they were denied
    "outcome" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,

    CONSTRAINT "UsageCount_pkey" PRIMARY KEY ("organizationId", "kind", "key", "hour", "outcome"),
    CONSTRAINT "UsageCount_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "UsageCount_hour_idx" ON "UsageCount" ("hour");

-- What tokens were used from and for: addresses, agents, actions, permissions and scopes, each with the first and last time.
CREATE TABLE "TokenSighting" (
    "tokenId" UUID NOT NULL,
    "organizationId" TEXT NOT NULL,
    -- address, agent, action, permission or scope
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TokenSighting_pkey" PRIMARY KEY ("tokenId", "kind", "value"),
    CONSTRAINT "TokenSighting_organizationId_tokenId_fkey" FOREIGN KEY ("organizationId", "tokenId") REFERENCES "ApiToken"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "TokenSighting_organizationId_tokenId_idx" ON "TokenSighting" ("organizationId", "tokenId");
-- Of what is old; "lastAt" changes often, and an index of it would be written each time.
CREATE INDEX "TokenSighting_firstAt_idx" ON "TokenSighting" ("firstAt");
