import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "@/tools/testing/database-proxy";
import { withoutStalls } from "@/tools/testing/timing";
import { useTestDatabase } from "@/tools/testing/use-database";
import { closeDatabase, db, pool } from ".";
import { isDatabaseAway } from "./errors";
import { reservedOf } from "./pool";
import { prepared } from "./prepared";
import { inTransaction } from "./transaction";

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

/** How a query failed, and after how many ms. */
async function failure(work: Promise<unknown>): Promise<{ isAway: boolean; ms: number }> {
  const { result, ms } = await withoutStalls(() =>
    work.then(
      () => new Error("it succeeded"),
      (reason: unknown) => reason,
    ),
  );
  return { isAway: isDatabaseAway(result), ms };
}

test("a prepared query returns rows and sends one statement per call", async () => {
  await prepared(SUM, [1, 1]);
  wire.takeStatements();
  expect(await prepared(SUM, [2, 3])).toEqual([{ sum: 5 }]);
  expect(wire.takeStatements()).toBe(1);
});

test("concurrent queries share the pool's connections", async () => {
  await openConnections();
  const sums = await Promise.all(Array.from({ length: 100 }, (_, i) => prepared<{ sum: number }>(SUM, [i, 1])));
  expect(sums.map(([row]) => row?.sum)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

test("an error from the database is thrown, and does not count as an outage", async () => {
  const refused = prepared({ name: "test_refused", text: "SELECT $1::int / 0" }, [1]);
  await expect(refused).rejects.toThrow("division by zero");
  expect(await failure(prepared(SUM, ["x", 1]))).toMatchObject({ isAway: false });
  expect(await prepared(SUM, [1, 2])).toEqual([{ sum: 3 }]);
});

describe("a network that swallows all packets", () => {
  test("fails all waiting queries within a second and closes their connections; the next ones work again", async () => {
    await openConnections();
    const open = pool().totalCount;
    const closed = countClosed();
    wire.plug(true);
    const failures = await Promise.all(Array.from({ length: 30 }, () => failure(prepared(SUM, [1, 1]))));
    for (const { isAway, ms } of failures) {
      expect(isAway).toBe(true);
      expect(ms).toBeLessThan(1_000);
    }
    await expect.poll(closed).toBeGreaterThanOrEqual(open);
    wire.plug(false);
    await expect.poll(() => prepared(SUM, [1, 1]).catch(() => null)).toEqual([{ sum: 2 }]);
  });
});

test("a dropped connection counts as an outage, and the next query works", async () => {
  await prepared(SUM, [1, 1]);
  wire.cut(true);
  expect(await failure(prepared(SUM, [1, 1]))).toMatchObject({ isAway: true });
  wire.cut(false);
  await expect.poll(() => prepared(SUM, [1, 1]).catch(() => null)).toEqual([{ sum: 2 }]);
});

describe("a stall of this process", () => {
  test("does not count as an outage: all queries are answered, and no connection is discarded", async () => {
    await openConnections();
    const discarded = countClosed();
    for (let round = 0; round < 3; round += 1) {
      const sums = Array.from({ length: 50 }, () => prepared(SUM, [1, 1]));
      await setImmediate(); // the first queries have been sent
      standStill(1_200);
      await Promise.all(sums);
    }
    expect(discarded()).toBe(0);
  });
});

test("any amount of other work leaves connections for token checks", async () => {
  const slow = Array.from({ length: 30 }, () => pool().query("SELECT pg_sleep(0.5)"));
  expect(await prepared(SUM, [1, 1])).toEqual([{ sum: 2 }]);
  expect(pool().waitingCount).toBeGreaterThan(0);
  await Promise.all(slow);
});

test("transactions that never end leave connections for token checks, and further ones time out", async () => {
  const held = await Promise.all(
    Array.from({ length: pool().options.max - reservedOf(pool().options.max) }, () => pool().connect()),
  );
  expect(await failure(pool().connect())).toMatchObject({ isAway: true });
  expect(await prepared(SUM, [1, 1])).toEqual([{ sum: 2 }]);
  for (const client of held) client.release();
  expect((await pool().query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});

test("a read that gets no answer fails within 5 s, and its connection is closed", async () => {
  await openConnections();
  const closed = countClosed();
  wire.plug(true);
  const [read, transaction] = await Promise.all([
    failure(pool().query("SELECT 1")),
    failure(inTransaction(async () => ({ ok: true }))),
  ]);
  for (const { isAway, ms } of [read, transaction]) {
    expect(isAway).toBe(true);
    expect(ms).toBeLessThan(12_000); // with a wide margin for a busy machine
  }
  await expect.poll(closed).toBeGreaterThanOrEqual(2);
  wire.plug(false);
  await expect.poll(() => prepared(SUM, [1, 1]).catch(() => null)).toEqual([{ sum: 2 }]);
});

test("an unanswered statement of a transaction ends with it, and its connection is closed", async () => {
  await openConnections();
  const closed = countClosed();
  const silenced = inTransaction(
    async (tx) => {
      wire.plug(true);
      await tx.$queryRaw`SELECT 1`;
      return { ok: true };
    },
    { maxWait: 5_000, timeout: 5_000 },
  );
  expect(await failure(silenced)).toMatchObject({ isAway: true });
  await expect.poll(closed).toBeGreaterThanOrEqual(1);
  wire.plug(false);
});

test("no timer runs per query", async () => {
  await openConnections();
  const timers = vi.spyOn(globalThis, "setTimeout");
  await Promise.all(Array.from({ length: 50 }, () => prepared(SUM, [1, 1])));
  await db().$queryRaw`SELECT 1`;
  expect(timers).not.toHaveBeenCalled();
  timers.mockRestore();
});

test("failed queries return their connections to the pool", async () => {
  await openConnections();
  await Promise.all(Array.from({ length: 20 }, () => prepared(SUM, [1, 1])));
  expect(pool().waitingCount).toBe(0);
  await expect.poll(() => pool().totalCount - pool().idleCount).toBe(0);
});

/** The number of the pool's connections that are closed from now on. */
function countClosed(): () => number {
  let closed = 0;
  pool().on("remove", () => (closed += 1));
  return () => closed;
}

/** Opens all connections of the pool. On a busy machine this can take longer than the timeout of a check. */
async function openConnections(): Promise<void> {
  const all = () => Promise.all(Array.from({ length: 50 }, () => prepared(SUM, [1, 1])));
  await expect.poll(() => all().catch(() => null)).toHaveLength(50);
}

/** Blocks the event loop, as a throttled container or SIGSTOP does. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
