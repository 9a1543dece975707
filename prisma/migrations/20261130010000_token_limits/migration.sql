-- The limits of a token, as a JSON object; null for none. The previous version neither reads nor enforces them: set limits
-- only after all instances run this version.
ALTER TABLE "ApiToken" ADD COLUMN "limits" JSONB;

-- Whether limited tokens are exchanged for JWTs for this API, which then has to enforce their limits.
ALTER TABLE "Api" ADD COLUMN "exchangesLimited" BOOLEAN NOT NULL DEFAULT FALSE;
