import { afterAll, afterEach, expect, test, vi } from "vitest";
import { useTestDatabase } from "@/tools/testing/use-database";
import { closeDatabase, db, pool } from ".";
import { env } from "../env";
import { log } from "../log";
import { prepared } from "./prepared";

useTestDatabase();
afterAll(closeDatabase);
afterEach(() => vi.restoreAllMocks());

const SLOW_MS = 60;

async function slowLines(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  env().SLOW_QUERY_MS = SLOW_MS;
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  await work();
  await new Promise(setImmediate);
  return warn.mock.calls.filter(([, message]) => message === "slow query").map(([facts]) => facts as never);
}

const secret = "parameter-that-nobody-may-read";

test.each<[string, () => Promise<unknown>]>([
  ["Prisma", () => db().$queryRaw`SELECT ${secret}::text, pg_sleep(0.1)::text`],
  ["the pool", () => pool().query("SELECT $1::text, pg_sleep(0.1)", [secret])],
  ["a prepared statement", () => prepared({ name: "slow", text: "SELECT $1::text, pg_sleep(0.1)" }, [secret])],
])("a slow query by %s is logged with its text and without its parameters", async (_, work) => {
  const lines = await slowLines(work);
  expect(lines).toEqual([{ statement: expect.stringContaining("pg_sleep"), ms: expect.any(Number) }]);
  expect(Number(lines[0]?.ms)).toBeGreaterThanOrEqual(SLOW_MS);
  expect(JSON.stringify(lines)).not.toContain(secret);
});

test("one that fails is logged too", async () => {
  const failing = () =>
    pool()
      .query("SELECT 1 / length(pg_sleep(0.1)::text)")
      .catch(() => undefined);
  expect(await slowLines(failing)).toHaveLength(1);
});

test("a fast one is not logged", async () => {
  const warn = vi.spyOn(log, "warn");
  env().SLOW_QUERY_MS = 60_000;
  await pool().query("SELECT 1");
  expect(warn).not.toHaveBeenCalled();
});
