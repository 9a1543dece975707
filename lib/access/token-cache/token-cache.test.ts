import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeDatabase, db, pool } from "../../platform/db";
import { digestKey } from "../credentials/token-digest";
import { issueToken } from "../../tokens/issuing";
import { editToken, setPermissions } from "../../tokens/mutations";
import { revokeToken } from "../../tokens/revoking";
import { createSpace, deleteSpace } from "../../spaces/mutations";
import { createSpaceSchema } from "../../spaces/schema";
import { issueTokenSchema } from "../../tokens/schema";
import { fastest } from "../../../tools/testing/timing";
import { superAdmin } from "../../../tools/testing/actors";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { tokenCache } from ".";
import { findRecord, type KnownToken } from "./token-record";
import { LEASE_MS, MARGIN_MS } from "./lease";
import { Listener } from "./listener";
import { TokenCache } from "./token-cache";

const urls = useTestDatabase();
const admin = superAdmin();

let counter = 0;
let instances: TokenCache[] = [];

/** A caching instance, like another process, and the number of its look-ups. */
async function instance(find = findRecord) {
  const counted = { lookUps: 0 };
  const cache = new TokenCache({
    feed: (sink) => new Listener(urls.appUrl, sink),
    find: (digest) => ((counted.lookUps += 1), find(digest)),
  });
  instances.push(cache);
  cache.start();
  await until(() => cache.find("nothing") === undefined && cache.state.holds);
  return { cache, counted, check: async (key: string) => cache.find(key) ?? (await cache.lookUp(key)) };
}

async function until(condition: () => boolean, ms = 60_000): Promise<void> {
  for (const end = performance.now() + ms; !condition(); await sleep(5)) {
    if (performance.now() > end) throw new Error("the condition was not met in time");
  }
}

/** Checks a token until the instance answers from memory, even if its lease ended in between. */
async function remembered(
  { cache, check }: Pick<Awaited<ReturnType<typeof instance>>, "cache" | "check">,
  key: string,
): Promise<KnownToken> {
  for (;;) {
    await check(key);
    const known = cache.find(key);
    if (known) return known;
    await sleep(20);
  }
}

async function freshToken() {
  const issued = await issueToken(admin, issueTokenSchema.parse({ name: `token ${(counter += 1)}` }));
  if (!issued.ok) throw new Error(issued.reason);
  return { id: issued.token.id, version: issued.token.version, key: digestKey(issued.secret.reveal()) };
}

/** Ends the connections with this application name. */
async function terminate(applicationName: string): Promise<void> {
  await pool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " +
      "application_name = $1 AND datname = current_database()",
    [applicationName],
  );
}

/** Whether revocations wait for this instance. */
async function listed(cache: TokenCache): Promise<boolean> {
  return (await db().listener.count({ where: { id: cache.feed.instanceId } })) === 1;
}

beforeEach(async () => {
  await db().organization.upsert({
    where: { id: "acme-labs" },
    create: { id: "acme-labs", code: "ACME", name: "Acme" },
    update: { tokenMaxLifetimeDays: null },
  });
});

afterEach(async () => {
  await Promise.all(instances.map((cache) => cache.stop()));
  instances = [];
});

afterAll(async () => {
  await tokenCache().stop();
  await closeDatabase();
});

test("a token is looked up once and then answered from memory", async () => {
  const { counted, check } = await instance();
  /**
   * The number of look-ups for five checks. It can exceed one if the lease ends in between, as on a stalled machine.
   */
  const lookUps = async () => {
    const token = await freshToken();
    const before = counted.lookUps;
    for (let i = 0; i < 5; i += 1) expect((await check(token.key))?.record.tokenId).toBe(token.id);
    return counted.lookUps - before;
  };
  await expect.poll(lookUps).toBe(1);
});

test("a space is looked up once, is not cached if unknown or foreign, and is dropped when deleted", async () => {
  const { cache } = await instance();
  tokenCache().start();
  const made = await createSpace(admin, createSpaceSchema.parse({ name: "Lab", id: "cache-lab" }));
  if (!made.ok) throw new Error(made.reason);
  for (const [organizationId, spaceId] of [
    ["acme-labs", "no-such-space"],
    ["another", "cache-lab"],
  ] as const) {
    expect(await cache.isSpaceOf(organizationId, spaceId)).toBe(false);
    expect(cache.isSpaceOf(organizationId, spaceId)).toBeInstanceOf(Promise);
  }
  await expect
    .poll(async () => (await cache.isSpaceOf("acme-labs", "cache-lab"), cache.isSpaceOf("acme-labs", "cache-lab")))
    .toBe(true);
  expect(await deleteSpace(admin, { spaceId: "cache-lab" })).toMatchObject({ ok: true });
  expect(await cache.isSpaceOf("acme-labs", "cache-lab")).toBe(false);
});

test("an unknown token is never cached, so a token created afterwards works at once", async () => {
  const { counted, check } = await instance();
  const key = digestKey("latch_nothing");
  expect(await check(key)).toBeNull();
  expect(await check(key)).toBeNull();
  expect(counted.lookUps).toBe(2);
});

describe("a revoked token is dropped by every instance before the revocation returns", () => {
  for (const [name, change] of [
    ["a revocation", (token: { id: string }) => revokeToken(admin, { tokenId: token.id })],
    [
      "a change of permissions",
      (token: { id: string; version: number }) =>
        setPermissions(admin, { tokenId: token.id, version: token.version, permissions: ["editor"] }),
    ],
    [
      "a shorter life",
      (token: { id: string; version: number }) =>
        editToken(admin, { tokenId: token.id, version: token.version, expiration: { kind: "days", days: 1 } }),
    ],
  ] as const) {
    test(name, async () => {
      tokenCache().start();
      const [one, two] = [await instance(), await instance()];
      const token = await freshToken();
      await Promise.all([one, two].map((each) => remembered(each, token.key)));
      expect((await change(token)).ok).toBe(true);
      expect(one.cache.find(token.key)).toBeUndefined();
      expect(two.cache.find(token.key)).toBeUndefined();
    });
  }
});

test("a look-up that began before a revocation is not cached after it", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let read = () => {};
  const wasRead = new Promise<void>((resolve) => (read = resolve));
  const { cache, check } = await instance(async (digest) => {
    const record = await findRecord(digest);
    read();
    await held;
    return record;
  });
  const token = await freshToken();
  const slow = check(token.key);
  await wasRead;
  await revokeToken(admin, { tokenId: token.id });
  release();
  await slow;
  expect(cache.find(token.key)).toBeUndefined();
  expect((await check(token.key))?.record.revoked).toBe(true);
});

test("a revocation waits for an unresponsive instance only until that instance's lease has expired", async () => {
  await pool().query(`INSERT INTO "Listener" VALUES (gen_random_uuid(), now() + interval '30 seconds')`);
  const token = await freshToken();
  const begun = performance.now();
  await revokeToken(admin, { tokenId: token.id });
  const waited = performance.now() - begun;
  expect(waited).toBeGreaterThanOrEqual(LEASE_MS + MARGIN_MS - 5);
  await pool().query(`DELETE FROM "Listener"`);
});

test("an already-revoked result is as reliable as the first result", async () => {
  const token = await freshToken();
  await pool().query(`INSERT INTO "Listener" VALUES (gen_random_uuid(), now() + interval '30 seconds')`);
  const first = revokeToken(admin, { tokenId: token.id });
  await expect
    .poll(() => db().apiToken.count({ where: { id: token.id, revokedAt: { not: null } } }), { interval: 5 })
    .toBe(1);
  const begun = performance.now();
  expect(await revokeToken(admin, { tokenId: token.id })).toMatchObject({ ok: false, reason: "already_revoked" });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(LEASE_MS - 5);
  await first;
  await pool().query(`DELETE FROM "Listener"`);
});

test("a beat carries the database's clock, and tokens expire by it", async () => {
  const one = await instance();
  const token = await freshToken();
  const known = await one.cache.lookUp(token.key);
  const { now } = await remembered(one, token.key);
  expect(Math.abs(now - Date.now())).toBeLessThan(10_000);
  expect(now).toBeGreaterThanOrEqual(known?.now ?? Infinity);
});

test("without caching instances, a revocation does not wait", async () => {
  await tokenCache().stop();
  expect(await db().listener.count()).toBe(0);
  const revocation = async () => {
    const { id } = await freshToken();
    expect((await revokeToken(admin, { tokenId: id })).ok).toBe(true);
  };
  expect(await fastest({ enough: LEASE_MS }, revocation)).toBeLessThan(LEASE_MS);
});

test("after a lost connection, nothing is answered from memory until it is back and has caught up", async () => {
  const one = await instance();
  const { cache } = one;
  const token = await freshToken();
  await remembered(one, token.key);
  await terminate("latchkey cache");
  await until(() => !cache.state.holds);
  expect(cache.find(token.key)).toBeUndefined();
  expect(cache.state.size).toBe(0);
  await remembered(one, token.key);
});

test("a revocation does not wait for a stopped instance", async () => {
  const { cache } = await instance();
  expect(await listed(cache)).toBe(true);
  await cache.stop();
  expect(await listed(cache)).toBe(false);
});

test("malformed notifications clear the cache", async () => {
  const one = await instance();
  const token = await freshToken();
  await remembered(one, token.key);
  await pool().query("SELECT pg_notify('latchkey_change', 'nonsense')");
  await until(() => one.cache.state.size === 0);
});
