-- How many requests the holder of a limit has made in a period, or rather how many processes have taken to let in. Instances
-- of the previous version refuse tokens with such limits, and go on counting the organization's in "RateLimit".
CREATE TABLE "UseCounter" (
    "organizationId" TEXT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    -- Null for the whole life of a token.
    "endsAt" TIMESTAMPTZ(3),
    "limit" BIGINT NOT NULL,
    "taken" BIGINT NOT NULL,
    -- What was taken last.
    "granted" BIGINT NOT NULL,

    CONSTRAINT "UseCounter_pkey" PRIMARY KEY ("organizationId", "key", "startsAt"),
    CONSTRAINT "UseCounter_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 50);

-- For the sweep of counters whose period is over.
CREATE INDEX "UseCounter_endsAt_idx" ON "UseCounter"("endsAt");
