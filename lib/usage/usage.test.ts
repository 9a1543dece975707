import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DatabaseProxy, openDatabaseProxy } from "@/tools/testing/database-proxy";
import { createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { closeDatabase, db } from "../platform/db";
import { READ_TIMEOUT_MS } from "../platform/db/pool";
import { flushUsage } from "./flush";
import { recordDenied, recordStranger, recordUse } from "./recorder";
import { countKey, HOUR_MS, MAX_TOKENS, usage, type TokenUse } from "./state";
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

const createApi = (identifier: string) =>
  db().api.create({ data: { organizationId, identifier, name: identifier }, select: { id: true } });

beforeEach(async () => {
  await flushUsage();
  tokenId = await createToken();
});

const use = (at: number, { address = "192.0.2.1", agent = "curl/8", token = tokenId } = {}) =>
  recordUse({ tokenId: token, organizationId }, { address, agent, isCertain: true }, at);
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
  const useBoth = () => {
    use(HOUR);
    use(HOUR + HOUR_MS);
    use(HOUR, { token: other });
  };
  useBoth();
  await flushUsage();
  useBoth();
  wire.takeStatements();
  await flushUsage();
  expect(wire.takeStatements()).toBe(3); // BEGIN, the statement, COMMIT
  use(HOUR, { address: "192.0.2.9" });
  await flushUsage();
  expect(wire.takeStatements()).toBe(4); // and which addresses are kept
  await flushUsage();
  expect(wire.takeStatements()).toBe(0);
});

const usesOf = (requests: number): TokenUse => ({
  organizationId,
  at: HOUR,
  address: null,
  agent: null,
  isCertain: true,
  secret: "",
  needs: [],
  counts: new Map([[countKey(HOUR, "allowed", ""), requests]]),
  sightings: new Map(),
});

const batchOf = (tokens: readonly string[], requests = 1) => ({
  id: crypto.randomUUID(),
  madeAt: Date.now(),
  uses: new Map(tokens.map((token) => [token, usesOf(requests)])),
  strangers: new Map([[organizationId, new Map([[countKey(HOUR, "unknown", ""), requests]])]]),
});

test("a batch whose confirmation was lost is retried and counts once", async () => {
  const batch = batchOf([tokenId], 3);
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
  recordUse({ tokenId, organizationId: elsewhere }, { address: null, agent: null }, HOUR);
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
    for (let i = uses.size; i < MAX_TOKENS; i += 1) uses.set(`filler ${i}`, usesOf(0));
    use(HOUR);
    expect(uses.size).toBe(MAX_TOKENS);
    expect(usage().dropped).toBe(dropped + 1);
    uses.clear();
  });
});

/** Sums by kind, key and outcome. */
async function counts(): Promise<Record<string, number>> {
  const rows = await db().usageCount.findMany({ where: { organizationId } });
  return Object.fromEntries(
    rows.map(({ kind, key, outcome, requests }) => [[kind, key, outcome].filter(Boolean).join(" "), Number(requests)]),
  );
}

describe("requests are counted", () => {
  beforeEach(() => db().usageCount.deleteMany());

  test("by outcome, for the token, its subject, the API that was asked about and the organization", async () => {
    await db().apiToken.update({ where: { id: tokenId }, data: { subject: "customer-1" } });
    const { id: apiId } = await createApi("urn:acme:live");
    recordUse({ tokenId, organizationId }, { address: null, agent: null, api: "urn:acme:live" }, HOUR);
    use(HOUR);
    recordDenied({ tokenId, organizationId }, "scope", "urn:acme:live", HOUR);
    recordDenied({ tokenId, organizationId }, "scope", "urn:acme:live", HOUR);
    recordDenied({ tokenId, organizationId }, "network", undefined, HOUR);
    recordStranger(organizationId, "unknown", HOUR);
    await flushUsage();
    expect(await hours()).toEqual([[0, 2]]);
    expect(await counts()).toEqual({
      [`token ${tokenId} scope`]: 2,
      [`token ${tokenId} network`]: 1,
      "subject customer-1 allowed": 2,
      "subject customer-1 scope": 2,
      "subject customer-1 network": 1,
      [`api ${apiId} allowed`]: 1,
      [`api ${apiId} scope`]: 2,
      "organization allowed": 2,
      "organization scope": 2,
      "organization network": 1,
      "organization unknown": 1,
    });
  });

  test("denied ones are no last use, and no place that the token was used from", async () => {
    recordDenied({ tokenId, organizationId }, "network", undefined, HOUR);
    await flushUsage();
    expect(await activity()).toBeNull();
    expect(await db().tokenSighting.count({ where: { tokenId } })).toBe(0);
  });

  test("of invented APIs are counted without them, however many there are", async () => {
    for (let i = 0; i < 2_000; i += 1) recordDenied({ tokenId, organizationId }, "wrong_api", `urn:no:${i}`, HOUR);
    expect(usage().uses.get(tokenId)?.counts.size).toBeLessThanOrEqual(51);
    await flushUsage();
    expect(await counts()).toEqual({ [`token ${tokenId} wrong_api`]: 2_000, "organization wrong_api": 2_000 });
  });

  test("of strangers of invented organizations are dropped", async () => {
    for (let i = 0; i < 6_000; i += 1) recordStranger(`no-${i}`, "unknown", HOUR);
    expect(usage().strangers.size).toBe(5_000);
    await flushUsage();
    expect(await db().usageCount.count()).toBe(0);
  });

  test("for the metrics, in which invented APIs have no label", async () => {
    usage().byApi.clear();
    recordUse({ tokenId, organizationId }, { address: null, agent: null, api: "urn:acme:live" }, HOUR);
    use(HOUR);
    recordDenied({ tokenId, organizationId }, "scope", "urn:acme:live", HOUR);
    recordDenied({ tokenId, organizationId }, "wrong_api", "urn:no:1", HOUR);
    recordDenied({ tokenId, organizationId }, "wrong_api", "urn:no:2", HOUR);
    recordStranger(organizationId, "unknown", HOUR);
    const byApi = Object.fromEntries([...usage().byApi].map(([api, counts]) => [api, Object.fromEntries(counts)]));
    expect(byApi).toEqual({
      "urn:acme:live": { allowed: 1, scope: 1 },
      latchkey: { allowed: 1, unknown: 1 },
      other: { wrong_api: 2 },
    });
    await flushUsage();
  });

  test("once, though the confirmation of their batch was lost", async () => {
    const batch = batchOf([tokenId], 3);
    await writeBatch(batch);
    await writeBatch(batch);
    expect(await counts()).toEqual({ "organization allowed": 3, "organization unknown": 3 });
  });
});

test("many tokens are written in several statements, each of which is finished or tried again", async () => {
  const many = await db().apiToken.createManyAndReturn({
    data: Array.from({ length: 5_001 }, (_, at) => ({
      organizationId,
      name: `Many ${at}`,
      permissions: ["viewer" as const],
      hint: "x",
      createdByName: "x",
    })),
    select: { id: true },
  });
  for (const { id } of many) use(HOUR, { token: id });
  wire.takeStatements();
  await flushUsage();
  expect(wire.takeStatements()).toBe(8); // two of BEGIN, the statement, COMMIT, and which addresses are kept
  expect(await db().tokenUsage.count({ where: { tokenId: { in: many.map(({ id }) => id) } } })).toBe(5_001);
  expect(usage().details).toBe(0);
});

describe("what a token was used from and for", () => {
  const sightings = async () => {
    const rows = await db().tokenSighting.findMany({
      where: { tokenId },
      orderBy: [{ kind: "asc" }, { value: "asc" }],
    });
    return rows.map(({ kind, value, firstAt, lastAt }) => [
      kind,
      value,
      firstAt.getTime() - HOUR,
      lastAt.getTime() - HOUR,
    ]);
  };

  test("is kept with the first and the last time", async () => {
    const needs = ["scope urn:acme:live invoices:read"];
    recordUse({ tokenId, organizationId }, { address: "192.0.2.1", agent: "curl", isCertain: true, needs }, HOUR);
    recordUse({ tokenId, organizationId }, { address: "192.0.2.2", agent: "curl", isCertain: true, needs }, HOUR + 5);
    recordUse({ tokenId, organizationId }, { address: "192.0.2.1", agent: "curl", isCertain: true }, HOUR + 9);
    await flushUsage();
    expect(await sightings()).toEqual([
      ["address", "192.0.2.1", 0, 9],
      ["address", "192.0.2.2", 5, 5],
      ["agent", "curl", 0, 9],
      ["scope", "urn:acme:live invoices:read", 0, 5],
    ]);
  });

  test("is noted of a use that counts as no request", async () => {
    recordUse({ tokenId, organizationId }, { address: null, agent: "curl", isUncounted: true }, HOUR);
    await flushUsage();
    expect(await hours()).toEqual([]);
    expect(await sightings()).toEqual([
      ["agent", "curl", 0, 0],
      ["uncertain", "*", 0, 0],
    ]);
    expect((await activity())?.at).toEqual(new Date(HOUR));
  });

  test("keeps room for what a token needs, however many addresses it has", async () => {
    for (let i = 0; i < 1_000; i += 1) use(HOUR + i, { address: `2001:db8::${i.toString(16)}` });
    recordUse({ tokenId, organizationId }, { address: null, agent: null, needs: ["action space.read"] }, HOUR + 1_001);
    expect(usage().uses.get(tokenId)?.sightings.has("action space.read")).toBe(true);
    await flushUsage();
  });

  test("is written at most once a minute, as the last use is", async () => {
    for (const at of [0, 30_000, 59_999]) {
      use(HOUR + at);
      await flushUsage();
    }
    expect((await sightings())[0]).toEqual(["address", "192.0.2.1", 0, 0]);
    expect((await activity())?.at).toEqual(new Date(HOUR));
    use(HOUR + 60_000);
    await flushUsage();
    expect((await sightings())[0]).toEqual(["address", "192.0.2.1", 0, 60_000]);
    expect((await activity())?.at).toEqual(new Date(HOUR + 60_000));
    expect(await hours()).toEqual([[0, 4]]);
  });

  test("are the 50 newest addresses and agents", async () => {
    for (let i = 0; i < 60; i += 1) {
      use(HOUR + i, { address: `192.0.2.${i}` });
      if (i % 7 === 0) await flushUsage();
    }
    await flushUsage();
    const rows = await sightings();
    const addresses = rows.filter(([kind]) => kind === "address");
    expect(addresses).toHaveLength(50);
    expect(Math.min(...addresses.map(([, , firstAt]) => Number(firstAt)))).toBe(10);
    expect(rows.filter(([kind]) => kind === "agent")).toHaveLength(1);
  });
});

test("a long User-Agent is cut", async () => {
  use(HOUR, { agent: "x".repeat(5_000) });
  await flushUsage();
  expect((await activity())?.agent).toHaveLength(200);
});

test("a write may take longer than a read, and the server ends one that takes too long", async () => {
  const blocker = new pg.Client({ connectionString: database.ownerUrl });
  await blocker.connect();
  await blocker.query(`BEGIN; LOCK TABLE "UsageBatch" IN EXCLUSIVE MODE`);
  const begun = performance.now();
  try {
    const batch = { id: crypto.randomUUID(), madeAt: Date.now(), uses: new Map(), strangers: new Map() };
    await expect(writeBatch(batch)).rejects.toMatchObject({ code: "57014" }); // query_canceled
    expect(performance.now() - begun).toBeGreaterThan(READ_TIMEOUT_MS + 1_000);
  } finally {
    await blocker.end();
  }
});
