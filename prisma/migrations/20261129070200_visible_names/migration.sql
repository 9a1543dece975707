-- Names of live tokens differ in what a person can see. The key of a name is its text in lower case without characters
-- that are not displayed (Unicode's Default_Ignorable_Code_Point; a ZWJ between two emoji stays), with each run of blank
-- characters as one space. Its lower case is Unicode's, whatever the database's locale is. It is the expression of a unique index and not a column, so that it also holds for what the
-- previous version writes during an upgrade. That version knows the index, and "lower" in its expression, by name.
CREATE FUNCTION "lower_visible"("name" text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(normalize(btrim(regexp_replace(regexp_replace("name",
    '[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]|\u200D(?![\u2190-\u2BFF\U0001F000-\U0001FAFF])|(?<![\u2190-\u2BFF\uFE0F\U0001F000-\U0001FAFF])\u200D',
    '', 'g'),
    '[\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u2800\u3000]+', ' ', 'g')), NFC) COLLATE "und-x-icu")
$$;

-- Names of which nothing is visible.
UPDATE "User" SET "name" = 'Unnamed person' WHERE "lower_visible"("name") = '';
UPDATE "Organization" SET "name" = 'Unnamed organization', "version" = "version" + 1 WHERE "lower_visible"("name") = '';
UPDATE "Space" SET "name" = 'Unnamed space', "version" = "version" + 1 WHERE "lower_visible"("name") = '';

-- Of live tokens with the same key the oldest keeps its name; the others get a number. Tokens can be checked while the new
-- index is built: the old one goes last. Only where names must change it goes first.
DO $$
DECLARE
  token record;
  attempt integer;
  candidate text;
BEGIN
  LOCK TABLE "ApiToken" IN SHARE ROW EXCLUSIVE MODE;
  UPDATE "ApiToken" SET "name" = 'Unnamed token', "version" = "version" + 1 WHERE "revokedAt" IS NOT NULL AND "lower_visible"("name") = '';
  BEGIN
    IF EXISTS (SELECT FROM "ApiToken" WHERE "revokedAt" IS NULL AND "lower_visible"("name") = '') THEN
      RAISE unique_violation;
    END IF;
    CREATE UNIQUE INDEX "ApiToken_visible_name_key" ON "ApiToken" ("organizationId", COALESCE("spaceId", ''), "lower_visible"("name")) WHERE "revokedAt" IS NULL;
    DROP INDEX "ApiToken_live_name_key";
  EXCEPTION WHEN unique_violation THEN
    DROP INDEX "ApiToken_live_name_key";
    UPDATE "ApiToken" SET "name" = 'Unnamed token', "version" = "version" + 1 WHERE "revokedAt" IS NULL AND "lower_visible"("name") = '';
    CREATE TEMP TABLE "visible_names" ON COMMIT DROP AS
      SELECT "organizationId", COALESCE("spaceId", '') AS "place", "lower_visible"("name") AS "key", "id", "name", "createdAt"
      FROM "ApiToken" WHERE "revokedAt" IS NULL;
    CREATE INDEX ON "visible_names" ("organizationId", "place", "key");
    ANALYZE "visible_names";
    FOR token IN
      SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY "organizationId", "place", "key" ORDER BY "createdAt", "id") AS "nth" FROM "visible_names") named
      WHERE "nth" > 1 ORDER BY "id"
    LOOP
      attempt := token."nth";
      LOOP
        candidate := rtrim(left(token."name", 90)) || ' (' || attempt || ')';
        EXIT WHEN NOT EXISTS (
          SELECT FROM "visible_names" WHERE "organizationId" = token."organizationId" AND "place" = token."place" AND "key" = "lower_visible"(candidate));
        attempt := attempt + 1;
      END LOOP;
      UPDATE "ApiToken" SET "name" = candidate, "version" = "version" + 1 WHERE "id" = token."id";
      INSERT INTO "visible_names" ("organizationId", "place", "key") VALUES (token."organizationId", token."place", "lower_visible"(candidate));
    END LOOP;
    CREATE UNIQUE INDEX "ApiToken_visible_name_key" ON "ApiToken" ("organizationId", COALESCE("spaceId", ''), "lower_visible"("name")) WHERE "revokedAt" IS NULL;
  END;
  ALTER INDEX "ApiToken_visible_name_key" RENAME TO "ApiToken_live_name_key";
END $$;
