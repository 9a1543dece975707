-- What a bundle defines, and what its policies or query packs use: written with the bundle, never changed, deleted with it.
CREATE TABLE "BundleQuery" (
    "organizationId" TEXT NOT NULL,
    "bundleId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "uid" TEXT,
    "title" TEXT,
    "impact" INTEGER,
    "mql" TEXT,
    "description" TEXT,
    "remediation" JSONB NOT NULL DEFAULT '[]',
    "variants" TEXT[] NOT NULL DEFAULT '{}',

    CONSTRAINT "BundleQuery_pkey" PRIMARY KEY ("bundleId","position"),
    CONSTRAINT "BundleQuery_organizationId_bundleId_fkey" FOREIGN KEY ("organizationId", "bundleId") REFERENCES "Bundle"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "BundleQuery_organizationId_uid_idx" ON "BundleQuery"("organizationId", "uid");
CREATE INDEX "BundleQuery_organizationId_bundleId_idx" ON "BundleQuery"("organizationId", "bundleId");

CREATE TABLE "BundleUse" (
    "organizationId" TEXT NOT NULL,
    "bundleId" UUID NOT NULL,
    "contentUid" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "isCheck" BOOLEAN NOT NULL,
    "group" TEXT,
    "uid" TEXT,
    "definition" INTEGER,
    "title" TEXT,
    "impact" INTEGER,

    CONSTRAINT "BundleUse_pkey" PRIMARY KEY ("bundleId","contentUid","position"),
    CONSTRAINT "BundleUse_organizationId_bundleId_fkey" FOREIGN KEY ("organizationId", "bundleId") REFERENCES "Bundle"("organizationId", "id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "BundleUse_organizationId_uid_idx" ON "BundleUse"("organizationId", "uid");
CREATE INDEX "BundleUse_organizationId_bundleId_idx" ON "BundleUse"("organizationId", "bundleId");

-- When the rows above were written. Null for bundles of the version before, which a job reads later.
ALTER TABLE "Bundle" ADD COLUMN "listedAt" TIMESTAMPTZ(3);
CREATE INDEX "Bundle_not_listed" ON "Bundle"("id") WHERE "listedAt" IS NULL;
