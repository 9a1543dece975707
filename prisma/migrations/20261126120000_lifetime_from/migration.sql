-- The organization's policy counts the life of a token that tokens made from the creation of the first of them, so that
-- none outlives its maker when the policy becomes stricter. Null: from its own creation.
ALTER TABLE "ApiToken" ADD COLUMN "lifetimeFrom" TIMESTAMPTZ(3);

WITH RECURSIVE family AS (
  SELECT c."id", p."organizationId", p."createdAt" AS "from"
  FROM "ApiToken" c JOIN "ApiToken" p ON p."organizationId" = c."organizationId" AND p."id" = c."parentId" WHERE p."parentId" IS NULL
  UNION ALL
  SELECT c."id", f."organizationId", f."from" FROM "ApiToken" c JOIN family f ON c."organizationId" = f."organizationId" AND c."parentId" = f."id"
)
UPDATE "ApiToken" t SET "lifetimeFrom" = family."from" FROM family WHERE t."organizationId" = family."organizationId" AND t."id" = family."id";
