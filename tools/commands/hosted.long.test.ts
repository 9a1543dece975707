import { afterAll, beforeAll, expect, test } from "vitest";
import { runNode } from "../node";
import { copyCheckout } from "../testing/checkout-copy";
import { TEST_AUTH_SECRET } from "../testing/auth-secret";
import { createEmptyDatabase, type TestDatabase } from "../testing/database";
import { HOSTED, serveHosted } from "../testing/hosted";

const BUILD_MS = 1_800_000;
let copy: ReturnType<typeof copyCheckout>;
let database: TestDatabase;

beforeAll(async () => {
  copy = copyCheckout();
  database = await createEmptyDatabase();
});
afterAll(async () => {
  copy.remove();
  await database.drop();
});

test("a production build migrates and builds", { timeout: BUILD_MS }, async () => {
  const { PATH, HOME } = process.env;
  const settings = { NODE_ENV: "production" as const, AUTH_SECRET: TEST_AUTH_SECRET, SETUP_CODE: "only-for-tests" };
  const urls = { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.ownerUrl };
  const { status, output } = await runNode(["tools/run.mjs", "vercel-build"], {
    cwd: copy.folder,
    environment: { PATH, HOME, ...HOSTED, ...settings, ...urls },
    timeoutMs: BUILD_MS,
  });
  expect(output).toContain("Migrated: ");
  expect(status).toBe(0);
});

test("what was built serves from a plain PostgreSQL URL and leaves its folder as it is", async () => {
  expect(await serveHosted(copy.folder, copy.folder, database)).toEqual({ statuses: [200, 200], isKept: true });
});
