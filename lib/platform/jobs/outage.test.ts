import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tools/testing/database";
import { type DatabaseProxy, openDatabaseProxy } from "../../../tools/testing/database-proxy";
import { closeDatabase } from "../db";
import { log } from "../log";
import { JobRunner } from "./runner";

let database: TestDatabase;
let proxy: DatabaseProxy;
beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await openDatabaseProxy(database.appUrl);
  process.env.DATABASE_URL = proxy.url;
});
afterAll(async () => {
  await closeDatabase();
  await proxy.close();
  await database.drop();
});

test("a database that is away at the start is logged once, and jobs begin when it is back", async () => {
  const error = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  proxy.cut(true);
  let runs = 0;
  const runner = new JobRunner([{ name: "one", cron: "0 0 1 1 *", run: async () => void (runs += 1) }]);
  runner.start();
  await expect.poll(() => error.mock.calls.length).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const messages = () => error.mock.calls.map((call) => String(call[1]));
  expect(messages()).toEqual(["the database is away: the job runner could not be started"]);
  proxy.cut(false);
  await runner.started();
  await expect
    .poll(() => warn.mock.calls.map((call) => String(call[1])))
    .toContainEqual(expect.stringMatching(/^the database is back after \d+ s$/));
  proxy.cut(true); // and away again while it runs: it still ends
  await runner.stop();
  proxy.cut(false);
  expect(runs).toBe(0);
});

test("a runner that is stopped before the database came ends at once", async () => {
  vi.spyOn(log, "error").mockImplementation(() => undefined);
  proxy.cut(true);
  const runner = new JobRunner([]);
  runner.start();
  await runner.stop();
  await runner.started();
  proxy.cut(false);
});
