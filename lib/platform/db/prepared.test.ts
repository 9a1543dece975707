import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "@/tools/testing/database-proxy";
import { withoutStalls } from "@/tools/testing/timing";
import { useTestDatabase } from "@/tools/testing/use-database";
import { closeDatabase, pool } from ".";
import { isDatabaseAway } from "./errors";
import { prepared } from "./prepared";

const database = useTestDatabase();
let wire: DatabaseProxy;

beforeAll(async () => {
  wire = await openDatabaseProxy(database.appUrl);
  process.env.DATABASE_URL = wire.url;
});
afterAll(async () => {
  await closeDatabase();
  await wire.close();
});

const SUM = { name: "test_sum", text: "SELECT $1::int + $2::int AS sum" };

/** How an attempt failed, and after how long. */
async function failure(work: Promise<unknown>): Promise<{ isAway: boolean; ms: number }> {
  const { result, ms } = await withoutStalls(() =>
    work.then(
      () => new Error("it succeeded"),
      (reason: unknown) => reason,
    ),
  );
  return { isAway: isDatabaseAway(result), ms };
}

test("answers rows, and asks one statement each time", async () => {
  await prepared(SUM, [1, 1]);
  wire.takeStatements();
  expect(await prepared(SUM, [2, 3])).toEqual([{ sum: 5 }]);
  expect(wire.takeStatements()).toBe(1);
});

test("many at once share the pool's connections", async () => {
  const sums = await Promise.all(Array.from({ length: 100 }, (_, i) => prepared<{ sum: number }>(SUM, [i, 1])));
  expect(sums.map(([row]) => row?.sum)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test("what the database refuses is thrown, and is not taken for its absence", async () => {
  const refused = prepared({ name: "test_refused", text: "SELECT $1::int / 0" }, [1]);
  await expect(refused).rejects.toThrow("division by zero");
  expect(await failure(prepared(SUM, ["x", 1]))).toMatchObject({ isAway: false });
  expect(await prepared(SUM, [1, 2])).toEqual([{ sum: 3 }]);
});

describe("a black hole on the way", () => {
  test("is given up within a second, by all who wait, and does not last", async () => {
    wire.plug(true);
    const failures = await Promise.all(Array.from({ length: 30 }, () => failure(prepared(SUM, [1, 1]))));
    for (const { isAway, ms } of failures) {
      expect(isAway).toBe(true);
      expect(ms).toBeLessThan(1_000);
    }
    wire.plug(false);
    await expect.poll(() => prepared(SUM, [1, 1]).catch(() => null), { timeout: 5_000 }).toEqual([{ sum: 2 }]);
  });
});

test("a cut connection is the database's absence, and the next one works", async () => {
  await prepared(SUM, [1, 1]);
  wire.cut(true);
  expect(await failure(prepared(SUM, [1, 1]))).toMatchObject({ isAway: true });
  wire.cut(false);
  await expect.poll(() => prepared(SUM, [1, 1]).catch(() => null), { timeout: 5_000 }).toEqual([{ sum: 2 }]);
});

test("no connection is kept from the pool by what failed", async () => {
  await Promise.all(Array.from({ length: 20 }, () => prepared(SUM, [1, 1])));
  expect(pool().waitingCount).toBe(0);
  expect(pool().idleCount).toBe(pool().totalCount);
});
