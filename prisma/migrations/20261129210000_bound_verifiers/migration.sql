-- A Verifier can be bound to APIs, which it names in TokenIssue as an Issuer does. The flag stays when they are deleted,
-- so that it is never unbound by that. The previous version knows no binding: bind one only after all instances run this version.
ALTER TABLE "ApiToken" ADD COLUMN "boundToApis" BOOLEAN NOT NULL DEFAULT FALSE;
