import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "@/tools/testing/database-proxy";
import { createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { closeDatabase, db } from "../platform/db";
import { flushUsage } from "./flush";
import { recordUse } from "./recorder";
import { HOUR_MS, MAX_TOKENS, usage } from "./state";
import { writeBatch } from "./write";

const database = useTestDatabase();
let wire: DatabaseProxy;
let organizationId: string;
let tokenId: string;
let names = 0;

const HOUR = 480_000 * HOUR_MS;

beforeAll(async () => {
  wire = await openDatabaseProxy(database.appUrl);
  process.env.DATABASE_URL = wire.url;
  organizationId = (await createOrganization()).id;
});
afterAll(async () => {
  await closeDatabase();
  await wire.close();
});

async function createToken(): Promise<string> {
  const { id } = await db().apiToken.create({
    data: { organizationId, name: `Token ${(names += 1)}`, permissions: ["viewer"], hint: "x", createdByName: "x" },
    select: { id: true },
  });
  return id;
}

beforeEach(async () => {
  await flushUsage();
  tokenId = await createToken();
});

const use = (at: number, { address = "192.0.2.1", agent = "curl/8", token = tokenId } = {}) =>
  recordUse({ tokenId: token, organizationId, address }, agent, at);
const activity = (token = tokenId) => db().tokenActivity.findUnique({ where: { tokenId: token } });

async function hours(token = tokenId) {
  const rows = await db().tokenUsage.findMany({ where: { tokenId: token }, orderBy: { hour: "asc" } });
  return rows.map(({ hour, requests }) => [hour.getTime() - HOUR, Number(requests)]);
}

test("uses are counted per hour, and the last one is stored", async () => {
  use(HOUR);
  use(HOUR + 5);
  use(HOUR + HOUR_MS + 7, { address: "2001:db8::1", agent: "python" });
  await flushUsage();
  expect(await hours()).toEqual([
    [0, 2],
    [HOUR_MS, 1],
  ]);
  expect(await activity()).toMatchObject({ at: new Date(HOUR + HOUR_MS + 7), address: "2001:db8::1", agent: "python" });
});

test("counts add up over writes, and an older last use does not replace a newer one", async () => {
  use(HOUR + 100);
  await flushUsage();
  use(HOUR + 50, { agent: "older, from an instance that was slower" });
  await flushUsage();
  expect(await hours()).toEqual([[0, 2]]);
  expect(await activity()).toMatchObject({ at: new Date(HOUR + 100), agent: "curl/8" });
});

test("everything is written with one statement in one transaction, and nothing if there are no uses", async () => {
  const other = await createToken();
  use(HOUR);
  use(HOUR + HOUR_MS);
  use(HOUR, { token: other });
  await writeNothing();
  wire.takeStatements();
  await flushUsage();
  expect(wire.takeStatements()).toBe(3); // BEGIN, the statement, COMMIT
  await flushUsage();
  expect(wire.takeStatements()).toBe(0);
});

/** Opens a connection, so that its start does not count. */
const writeNothing = () => db().$queryRaw`SELECT 1`;

test("a batch whose confirmation was lost is retried and counts once", async () => {
  const uses = new Map([
    [tokenId, { organizationId, at: HOUR, address: null, agent: null, hours: new Map([[HOUR, 3]]) }],
  ]);
  const batch = { id: crypto.randomUUID(), madeAt: Date.now(), uses };
  await writeBatch(batch);
  await writeBatch(batch);
  expect(await hours()).toEqual([[0, 3]]);
});

test("deleted tokens are skipped, and the rest is written", async () => {
  use(HOUR, { token: crypto.randomUUID() });
  use(HOUR);
  await flushUsage();
  expect(await hours()).toEqual([[0, 1]]);
  expect(usage().uses.size).toBe(0);
});

test("a use with the wrong organization is not written", async () => {
  const elsewhere = (await createOrganization()).id;
  recordUse({ tokenId, organizationId: elsewhere, address: null }, null, HOUR);
  await flushUsage();
  expect(await activity()).toBeNull();
});

test("a token that is being deleted blocks no write, and keeps its uses if that is rolled back", async () => {
  use(HOUR);
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "ApiToken" WHERE "id" = ${tokenId}::uuid FOR UPDATE`;
    await flushUsage();
  });
  expect(await activity()).toBeNull();
  await flushUsage();
  expect(await hours()).toEqual([[0, 1]]);
});

test("two instances that write the same tokens concurrently neither deadlock nor lose uses", async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, createToken));
  const batchOf = (order: string[]) => ({
    id: crypto.randomUUID(),
    madeAt: Date.now(),
    uses: new Map(
      order.map((token) => [
        token,
        { organizationId, at: HOUR, address: null, agent: null, hours: new Map([[HOUR, 1]]) },
      ]),
    ),
  });
  await Promise.all(Array.from({ length: 8 }, (_, i) => writeBatch(batchOf(i % 2 ? tokens : [...tokens].reverse()))));
  for (const token of tokens) expect(await hours(token)).toEqual([[0, 8]]);
});

describe("while the database is unavailable", () => {
  test("uses are kept, and written when it is back", async () => {
    use(HOUR);
    wire.cut(true);
    await flushUsage();
    use(HOUR + 1);
    await flushUsage();
    wire.cut(false);
    await expect.poll(async () => (await flushUsage(), usage().batch)).toBeNull();
    await flushUsage();
    expect(await hours()).toEqual([[0, 2]]);
  });

  test("the number of tokens in memory is limited, and further uses are dropped and counted", () => {
    const { uses, dropped } = usage();
    for (let i = uses.size; i < MAX_TOKENS; i += 1)
      uses.set(`filler ${i}`, { organizationId, at: HOUR, address: null, agent: null, hours: new Map() });
    use(HOUR);
    expect(uses.size).toBe(MAX_TOKENS);
    expect(usage().dropped).toBe(dropped + 1);
    uses.clear();
  });
});

test("a long User-Agent is cut", async () => {
  use(HOUR, { agent: "x".repeat(5_000) });
  await flushUsage();
  expect((await activity())?.agent).toHaveLength(200);
});
