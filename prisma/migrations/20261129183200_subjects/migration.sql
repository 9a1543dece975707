-- Whom a token is for. The previous version writes and reads tokens without both columns. The check is not validated, and
-- the index is built from no rows: writes to tokens wait while the table is scanned once.
ALTER TABLE "ApiToken"
  ADD COLUMN "subject" TEXT COLLATE "C",
  ADD COLUMN "metadata" JSONB,
  ADD CONSTRAINT "ApiToken_subject_form" CHECK ("subject" ~ '^[A-Za-z0-9._~@|+-]{1,200}$' AND "subject" NOT IN ('.', '..')) NOT VALID,
  ADD CONSTRAINT "ApiToken_metadata_form" CHECK (jsonb_typeof("metadata") = 'object') NOT VALID;
CREATE INDEX "ApiToken_by_subject" ON "ApiToken" ("organizationId", "subject", "createdAt", "id") WHERE "subject" IS NOT NULL;
