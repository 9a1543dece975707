-- Names of live tokens differ in what a person can see. The key of a name is its text in lower case without characters
-- that are not displayed (Unicode's Default_Ignorable_Code_Point; a ZWJ between two emoji stays), with each run of blank
-- characters as one space. It is the expression of a unique index and not a column, so that it also holds for what the
-- previous version writes during an upgrade. That version knows the index, and "lower" in its expression, by name.
CREATE FUNCTION "lower_visible"("name" text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(normalize(btrim(regexp_replace(regexp_replace("name",
    '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]|\u200D(?![\u2190-\u2BFF\U0001F000-\U0001FAFF])|(?<![\u2190-\u2BFF\uFE0F\U0001F000-\U0001FAFF])\u200D',
    '', 'g'),
    '[\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800\u3000]+', ' ', 'g')), NFC))
$$;

-- Names of which nothing is visible.
UPDATE "User" SET "name" = 'Unnamed person' WHERE "lower_visible"("name") = '';
UPDATE "Organization" SET "name" = 'Unnamed organization', "version" = "version" + 1 WHERE "lower_visible"("name") = '';
UPDATE "Space" SET "name" = 'Unnamed space', "version" = "version" + 1 WHERE "lower_visible"("name") = '';

-- Of live tokens with the same key the oldest keeps its name; the others get a number.
DO $$
DECLARE
  token record;
  attempt integer;
  candidate text;
BEGIN
  LOCK TABLE "ApiToken" IN SHARE ROW EXCLUSIVE MODE;
  DROP INDEX "ApiToken_live_name_key";
  UPDATE "ApiToken" SET "name" = 'Unnamed token', "version" = "version" + 1 WHERE "lower_visible"("name") = '';
  FOR token IN
    SELECT * FROM (
      SELECT "id", "organizationId", "spaceId", "name", row_number() OVER (
        PARTITION BY "organizationId", COALESCE("spaceId", ''), "lower_visible"("name") ORDER BY "createdAt", "id") AS "nth"
      FROM "ApiToken" WHERE "revokedAt" IS NULL) named
    WHERE "nth" > 1 ORDER BY "id"
  LOOP
    attempt := 2;
    LOOP
      candidate := rtrim(left(token."name", 90)) || ' (' || attempt || ')';
      EXIT WHEN NOT EXISTS (
        SELECT FROM "ApiToken" WHERE "organizationId" = token."organizationId" AND COALESCE("spaceId", '') = COALESCE(token."spaceId", '')
          AND "revokedAt" IS NULL AND "lower_visible"("name") = "lower_visible"(candidate));
      attempt := attempt + 1;
    END LOOP;
    UPDATE "ApiToken" SET "name" = candidate, "version" = "version" + 1 WHERE "id" = token."id";
  END LOOP;
  CREATE UNIQUE INDEX "ApiToken_live_name_key" ON "ApiToken" ("organizationId", COALESCE("spaceId", ''), "lower_visible"("name")) WHERE "revokedAt" IS NULL;
END $$;
