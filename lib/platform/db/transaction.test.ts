import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { openDatabaseProxy, type DatabaseProxy } from "../../../tools/testing/database-proxy";
import { issueTokens } from "../../../tools/testing/tokens";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, pool } from ".";
import { DatabaseClient, withStatementLimit } from "./client";
import { isDatabaseAway } from "./errors";
import type { SqlTx } from "./sql-transaction";
import { inSqlTransaction, inTransaction, LONG_LIMITS, SILENCE_MS, withCommitHook } from "./transaction";

const urls = useTestDatabase();
let wire: DatabaseProxy;

beforeAll(async () => {
  wire = await openDatabaseProxy(urls.appUrl);
  process.env.DATABASE_URL = wire.url;
});
afterAll(async () => {
  await closeDatabase();
  await wire.close();
});

const KINDS = [
  ["of Prisma", inTransaction],
  ["without Prisma", inSqlTransaction],
] as const;

test.each(KINDS)("an instance that loses its network blocks others for seconds only, %s", async (_, transaction) => {
  const { organizationId } = await issueTokens(urls.ownerUrl, 1);
  const over = new AbortController();
  const silent = transaction(async (tx) => {
    await tx.$executeRaw`UPDATE "Organization" SET "description" = 'lost' WHERE "id" = ${organizationId}`;
    wire.plug(true);
    await once(over.signal, "abort");
    wire.plug(false);
    await tx.$executeRaw`SELECT 1`;
    return { ok: true };
  });
  const failed = silent.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    await expect.poll(() => described(organizationId, "kept")).toBeNull(); // the row is locked
    await expect.poll(() => described(organizationId, "kept"), { timeout: 2 * SILENCE_MS, interval: 100 }).toBe("kept");
  } finally {
    over.abort();
  }
  expect(isDatabaseAway(await failed)).toBe(true);
  expect(await described(organizationId)).toBe("kept");
});

/** Less than a statement outside of a transaction may take. */
const SOON_MS = 10_000;

/** The error that `work` fails with; a text if it does not fail soon. */
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  Promise.race([
    work.then(
      () => "no failure",
      (error: unknown) => error,
    ),
    sleep(SOON_MS, "no end", { ref: false }),
  ]);

describe("when the database stops answering", () => {
  afterEach(() => wire.plug(false));

  test.each(KINDS)(
    "a statement of a transaction fails soon after that one's time is over, %s",
    async (_, transaction) => {
      const silent = transaction(
        async (tx) => {
          wire.plug(true);
          await tx.$executeRaw`SELECT 1`;
          return { ok: true };
        },
        { maxWait: 2_000, timeout: 1_000 },
      );
      expect(isDatabaseAway(await failureOf(silent))).toBe(true);
    },
  );

  test("BEGIN fails in seconds, however much time the transaction has", async () => {
    const client = new DatabaseClient({ connectionString: wire.url });
    client.on("error", () => undefined);
    await client.connect();
    wire.plug(true);
    const begin = withStatementLimit(60_000, () => client.query("BEGIN"));
    expect(isDatabaseAway(await failureOf(begin))).toBe(true);
  });
});

/** What a pooler does that ignores start-up parameters. */
const forgetTimeout = (client: pg.PoolClient) => void client.query("SET statement_timeout = 0");

describe("a statement of a transaction", () => {
  // 17 s: the server's limit outside of a transaction is 5 s, the client's 16 s.
  test("may take as long as its transaction", async () => {
    const slow = KINDS.map(([, transaction]) =>
      transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_sleep(17)`;
        return { ok: true };
      }, LONG_LIMITS),
    );
    expect(await Promise.all(slow)).toEqual([{ ok: true }, { ok: true }]);
  });

  test.each(KINDS)(
    "is ended by the server when the transaction's time is over, %s, behind a pooler",
    async (_, run) => {
      pool().once("acquire", forgetTimeout);
      const slow = run(
        async (tx) => {
          await tx.$executeRaw`SELECT pg_sleep(300)`;
          return { ok: true };
        },
        { maxWait: 2_000, timeout: 3_000 },
      );
      const failure = failureOf(slow);
      await expect.poll(() => countRunning("SELECT pg_sleep(300)")).toBe(1);
      expect(isDatabaseAway(await failure)).toBe(true);
      await expect.poll(() => countRunning("SELECT pg_sleep(300)"), { timeout: SOON_MS }).toBe(0);
    },
  );
});

test.each(KINDS)("both transactions of a deadlock succeed, because one is retried, %s", async (_, transaction) => {
  const [one, other] = [
    (await issueTokens(urls.ownerUrl, 1)).organizationId,
    (await issueTokens(urls.ownerUrl, 1)).organizationId,
  ];
  const bothHold = new AbortController();
  let holding = 0;
  const describe = (tx: SqlTx, id: string) =>
    tx.$executeRaw`UPDATE "Organization" SET "description" = "description" || '+' WHERE "id" = ${id}`;
  const crossing = (first: string, second: string) => {
    let runs = 0;
    return transaction(async (tx) => {
      runs += 1;
      await describe(tx, first);
      if ((holding += 1) === 2) bothHold.abort();
      if (!bothHold.signal.aborted) await once(bothHold.signal, "abort");
      await describe(tx, second);
      return { ok: true, runs };
    });
  };
  const results = await Promise.all([crossing(one, other), crossing(other, one)]);
  const runs = results.map((result) => (result.ok ? result.runs : NaN));
  // On a busy machine the retry may meet the other one again.
  expect([2, 3]).toContain(Math.max(...runs));
  expect([await described(one), await described(other)]).toEqual(["++", "++"]);
});

describe.each(KINDS)("a transaction %s", (_, transaction) => {
  const change = (tx: SqlTx, id: string, text: string) =>
    tx.$executeRaw`UPDATE "Organization" SET "description" = ${text} WHERE "id" = ${id}`;

  test("keeps what it changed, and nothing of what failed or threw", async () => {
    const { organizationId: id } = await issueTokens(urls.ownerUrl, 1);
    expect(await transaction(async (tx) => ({ ok: true, rows: await change(tx, id, "kept") }))).toMatchObject({
      rows: 1,
    });
    const failed = transaction(
      async (tx) => ({ ok: (await change(tx, id, "failed")) > 1, reason: "not_found" }) as never,
    );
    expect(await failed).toEqual({ ok: false, reason: "not_found" });
    const thrown = transaction(async (tx) => Promise.reject(new Error(`thrown ${await change(tx, id, "thrown")}`)));
    await expect(thrown).rejects.toThrow("thrown 1");
    expect(await described(id)).toBe("kept");
  });

  test("runs the commit hook once, and rolls back what that throws", async () => {
    const { organizationId: id } = await issueTokens(urls.ownerUrl, 1);
    const hook = async (tx: SqlTx) => Promise.reject(new Error(`hook ${await change(tx, id, "hook")}`));
    const work = transaction(async (tx) => ({ ok: true, rows: await change(tx, id, "work") }));
    await work;
    await expect(withCommitHook(hook, () => transaction(async () => ({ ok: true })))).rejects.toThrow("hook 1");
    expect(await described(id)).toBe("work");
  });
});

test("a transaction of which a statement failed is not taken for committed", async () => {
  const swallowing = inSqlTransaction(async (tx) => {
    await Promise.resolve(tx.$executeRaw`SELECT 1 / 0`).catch(() => undefined);
    return { ok: true };
  });
  await expect(swallowing).rejects.toThrow("was rolled back");
});

/** How many connections of the serving role run a statement. */
async function countRunning(statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: urls.appUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'active' AND query = $1`,
      [statement],
    );
    return rows[0]?.count ?? NaN;
  } finally {
    await client.end();
  }
}

/** The description, changed first if one is given; null while the row is locked. */
async function described(organizationId: string, description?: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: urls.ownerUrl });
  await client.connect();
  try {
    await client.query("SET lock_timeout = 50");
    if (description !== undefined)
      await client.query(`UPDATE "Organization" SET "description" = $2 WHERE "id" = $1`, [organizationId, description]);
    const { rows } = await client.query<{ description: string }>(
      `SELECT "description" FROM "Organization" WHERE "id" = $1`,
      [organizationId],
    );
    return rows[0]?.description ?? "";
  } catch (error) {
    if ((error as { code?: string }).code === "55P03") return null; // lock_not_available
    throw error;
  } finally {
    await client.end();
  }
}
