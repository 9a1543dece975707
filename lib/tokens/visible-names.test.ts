import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "../api/testing/call";
import { createWorld, type World } from "../api/testing/world";
import { closeDatabase, db } from "../platform/db";

const urls = useTestDatabase();

let world: World;
let owner: pg.Client | undefined;
beforeAll(async () => {
  world = await createWorld();
  owner = new pg.Client({ connectionString: urls.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await closeDatabase();
});

const create = async (path: string, body: object) => {
  const token = world.secret("owner", "organization");
  const answer = await call("POST", path, { token, body });
  return [answer.status, ((await answer.json()) as { code?: string }).code ?? null];
};

test.each([
  ["a zero-width space", "Deploy\u200b prod"],
  ["a word joiner", "Deploy\u2060 prod"],
  ["a soft hyphen", "De\u00adploy prod"],
  ["a grapheme joiner", "Deploy\u034f prod"],
  ["a Hangul filler", "Deploy prod\u3164"],
  ["tag characters", "Deploy prod\u{e0064}\u{e007f}"],
  ["a joiner that joins nothing", "Dep\u200dloy prod"],
  ["another space", "Deploy\u00a0prod"],
  ["two spaces", "Deploy  prod"],
  ["a braille blank", "Deploy\u2800prod"],
  ["another case", "DEPLOY prod"],
])("a name that differs from another by %s is taken", async (_, name) => {
  await create("/api/v1/tokens", { name: "Deploy prod" });
  expect(await create("/api/v1/tokens", { name })).toEqual([409, "name_taken"]);
});

test("emoji that are joined differ from those that are not, and scripts keep their letters", async () => {
  for (const name of ["👩‍🚀", "👩🚀", "❤️‍🔥", "❤️🔥", "デプロイ", "배포", "استقرار"])
    expect([name, ...(await create("/api/v1/tokens", { name }))]).toEqual([name, 201, null]);
});

test("flags that differ only in tag characters are one name", async () => {
  const flag = (letters: string) =>
    `\u{1f3f4}${[...letters].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("")}\u{e007f}`;
  expect(await create("/api/v1/tokens", { name: `Flag ${flag("gbeng")}` })).toEqual([201, null]);
  expect(await create("/api/v1/tokens", { name: `Flag ${flag("gbsct")}` })).toEqual([409, "name_taken"]);
});

describe("a name of which nothing is visible is refused for", () => {
  const NOTHING = [
    "\u200b",
    "\u2060",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u034f",
    "\u{e0041}",
    "\u200d",
    "\u2800 \u200b\u2800",
  ];
  test.each(["/api/v1/tokens", "/api/v1/spaces"])("%s", async (path) => {
    for (const name of NOTHING) expect([name, ...(await create(path, { name }))]).toEqual([name, 422, "invalid_input"]);
  });

  test("organizations and people", async () => {
    const [{ organizationName }, { changeNameSchema }, { acceptInvitationSchema }] = await Promise.all([
      import("../organizations/schema"),
      import("../account/schema"),
      import("../invitations/schema"),
    ]);
    const name = { password: "x".repeat(20), token: "x" };
    for (const nothing of NOTHING) {
      expect(organizationName.safeParse(nothing).success).toBe(false);
      expect(changeNameSchema.safeParse({ name: nothing }).success).toBe(false);
      const { error } = acceptInvitationSchema.safeParse({ ...name, name: nothing });
      expect(error?.issues.map(({ path }) => path.join("."))).toContain("name");
    }
  });
});

test("the migration renames what collides already, whatever the previous version wrote", async () => {
  await owner?.query(`DROP FUNCTION "lower_visible" CASCADE`);
  await owner?.query(
    `CREATE UNIQUE INDEX "ApiToken_live_name_key" ON "ApiToken" ("organizationId", COALESCE("spaceId", ''),
      lower("name")) WHERE "revokedAt" IS NULL`,
  );
  const { organizationId, spaceId } = world.places.own;
  const long = "x".repeat(99);
  const names = ["Cron", "Cron\u200b", "Cron (2)", "\u2060Cron", "\u200b", "\u2060", long, `${long}\u200b`];
  for (const [at, name] of names.entries())
    await db().apiToken.create({
      data: { organizationId, name, hint: "x", createdByName: "Ada", createdAt: new Date(at) },
    });
  await db().apiToken.create({ data: { organizationId, spaceId, name: "Cron", hint: "x", createdByName: "Ada" } });
  await owner?.query(readFileSync("prisma/migrations/20261129070200_visible_names/migration.sql", "utf8"));
  const tokens = await db().apiToken.findMany({ where: { hint: "x" }, orderBy: { createdAt: "asc" } });
  expect(tokens.map(({ name }) => name)).toEqual([
    "Cron",
    "Cron\u200b (3)",
    "Cron (2)",
    "\u2060Cron (4)",
    "Unnamed token",
    "Unnamed token (2)",
    long,
    `${"x".repeat(90)} (2)`,
    "Cron",
  ]);
  expect(await create("/api/v1/tokens", { name: "cron\u200b" })).toEqual([409, "name_taken"]);
});
