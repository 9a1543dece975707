import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runNode } from "../node";
import { freePort } from "../launcher/address";
import { answersAt, startServerProcess } from "../launcher/server-process";
import { copyCheckout, inventory } from "../testing/checkout-copy";
import { createEmptyDatabase, type TestDatabase } from "../testing/database";

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

function settings() {
  const { PATH, HOME } = process.env;
  const hosted = {
    VERCEL: "1",
    VERCEL_ENV: "production",
    AUTH_SECRET: "only-for-tests-only-for-tests-only-for-tests",
    SETUP_CODE: "only-for-tests",
  };
  return { PATH, HOME, NODE_ENV: "production" as const, ...hosted, DATABASE_URL: database.appUrl };
}

test("a production build migrates and builds", { timeout: BUILD_MS }, async () => {
  const env = { ...settings(), MIGRATION_DATABASE_URL: database.ownerUrl };
  const { status, output } = await runNode(["tools/run.mjs", "vercel-build"], {
    cwd: copy.folder,
    environment: env,
    timeoutMs: BUILD_MS,
  });
  expect(output).toContain("Migrated: ");
  expect(status).toBe(0);
});

test("what was built serves from a plain PostgreSQL URL and leaves its folder as it is", async () => {
  const before = inventory(copy.folder);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = startServerProcess({
    script: path.join("node_modules", "next", "dist", "bin", "next"),
    args: ["start", copy.folder, "--hostname", "127.0.0.1", "--port", String(port)],
    environment: settings(),
    output: "pipe",
  });
  expect(await answersAt(url, server, 90_000)).toBe(true);
  const ready = await fetch(`${url}/api/health/ready`);
  const setup = await fetch(`${url}/setup`);
  await server.stop(10_000);
  expect([ready.status, setup.status]).toEqual([200, 200]);
  expect(inventory(copy.folder)).toEqual(before);
});
