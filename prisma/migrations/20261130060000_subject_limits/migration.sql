-- The limits that all tokens of a subject share; null for none. The previous version does not enforce them.
CREATE TABLE "SubjectLimits" (
    "organizationId" TEXT NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "limits" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SubjectLimits_pkey" PRIMARY KEY ("organizationId", "subject"),
    CONSTRAINT "SubjectLimits_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- The limits of tokens with scopes of an API that are created without any; null for none.
ALTER TABLE "Api" ADD COLUMN "defaultLimits" JSONB;
