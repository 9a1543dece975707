import { afterAll, beforeAll, expect, test } from "vitest";
import { runNode } from "../node";
import { inRoot } from "../project";
import { TEST_AUTH_SECRET } from "../testing/auth-secret";
import { inventory } from "../testing/checkout-copy";
import { createEmptyDatabase, type TestDatabase } from "../testing/database";
import { HOSTED, serveHosted } from "../testing/hosted";
import { migrateHosted } from "./hosted";

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(() => database.drop());

test("npm run vercel-build names the variables that are missing, and builds nothing", async () => {
  const before = inventory(inRoot(".next"));
  const { PATH, HOME } = process.env;
  const bare = { PATH, HOME, NODE_ENV: "production" as const, ...HOSTED };
  const { status, output } = await runNode(["tools/run.mjs", "vercel-build"], {
    environment: bare,
    timeoutMs: 120_000,
  });
  expect(status).toBe(1);
  for (const name of ["DATABASE_URL", "AUTH_SECRET", "SETUP_CODE"]) expect(output).toContain(`${name} is required`);
  expect(inventory(inRoot(".next"))).toEqual(before);
});

// The whole of it, with a build of its own, is in hosted.long.test.ts.
test("what Next built serves from a plain PostgreSQL URL and leaves its folder as it is", async () => {
  const settings = { AUTH_SECRET: TEST_AUTH_SECRET, SETUP_CODE: "only-for-tests", ...HOSTED };
  const urls = { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.ownerUrl };
  await migrateHosted({ ...settings, ...urls, NODE_ENV: "production" }, () => undefined);
  expect(await serveHosted(".", inRoot(".next"), database)).toEqual({ statuses: [200, 200], isKept: true });
});
