import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { until } from "../../../../tools/testing/scratch";
import { fastest } from "../../../../tools/testing/timing";
import { superAdmin } from "../../../../tools/testing/actors";
import { useTestDatabase } from "../../../../tools/testing/use-database";
import { closeDatabase, db, pool } from "../../../platform/db";
import { revokeToken } from "../../../tokens/revoking";
import { issueToken } from "../../../tokens/issuing";
import { issueTokenSchema } from "../../../tokens/schema";
import { digestKey } from "../../credentials/token-digest";
import { tokenCache, useInvalidationFeed } from "..";
import { LEASE_MS } from "../lease";
import { BEAT_MS, beatChannel, Listener } from "../listener";
import { waitForInvalidations } from "../revoking-transaction";
import { TokenCache } from "../token-cache";
import { findRecord } from "../token-record";
import type { ToPrimary, ToWorker } from "./messages";
import { Relay } from "./relay";
import { RelayedFeed } from "./relayed-feed";

const urls = useTestDatabase();
const admin = superAdmin();

/** What the primary of a gateway has, whose workers are in this process. */
interface Primary {
  readonly relay: Relay;
  readonly listener: Listener;
}

/** The channel from a primary to a worker; while `held` is not null it holds what is sent. */
interface Channel {
  held: ToWorker[] | null;
  deliver(message: ToWorker): void;
}

/** The gateway of which this process is a worker: revocations are made here. */
let own: Primary;
/** Another gateway, of one test. */
let primary: Primary;
let counter = 0;
let workers = 0;

function newPrimary(): Primary {
  const relay = new Relay();
  const listener = new Listener(urls.appUrl, relay);
  listener.start();
  return { relay, listener };
}

function openFeed(
  sink: ConstructorParameters<typeof RelayedFeed>[0],
  { relay, listener }: Primary,
): { feed: RelayedFeed; channel: Channel } {
  const worker = (workers += 1);
  const channel: Channel = { held: null, deliver: (message) => setImmediate(() => feed.receive(message)) };
  const send = (message: ToWorker) => (channel.held ? channel.held.push(message) : channel.deliver(message));
  const receive = (message: ToPrimary) => {
    if (message.kind === "open-feed") relay.open(worker, listener.instanceId, send);
    if (message.kind === "feed-applied") relay.applied(worker, message.number);
    if (message.kind === "feed-asked") listener.asked(performance.now());
    if (message.kind === "ask-clock") relay.tellClock(message.asked, send);
    if (message.kind === "close-feed") relay.close(worker);
  };
  const feed = new RelayedFeed(sink, (message) => setImmediate(() => receive(message)));
  return { feed, channel };
}

/** A worker that holds its lease and remembers the token of `key`. */
async function worker(key: string, gateway = primary) {
  let channel: Channel | undefined;
  const cache = new TokenCache({
    feed: (sink) => {
      const opened = openFeed(sink, gateway);
      channel = opened.channel;
      return opened.feed;
    },
    find: findRecord,
  });
  cache.start();
  await until(async () => cache.find(key) !== undefined || (await cache.lookUp(key), false));
  if (!channel) throw new Error("no channel");
  return { cache, channel, holds: () => (cache.find("nothing"), cache.state.holds) };
}

async function freshToken() {
  const issued = await issueToken(admin, issueTokenSchema.parse({ name: `token ${(counter += 1)}` }));
  if (!issued.ok) throw new Error(issued.reason);
  return { id: issued.token.id, key: digestKey(issued.secret.reveal()) };
}

const isListed = async () => (await db().listener.count({ where: { id: primary.listener.instanceId } })) === 1;

beforeAll(async () => {
  await db().organization.upsert({
    where: { id: "acme-labs" },
    create: { id: "acme-labs", code: "ACME", name: "Acme" },
    update: {},
  });
  own = newPrimary();
  useInvalidationFeed((sink) => openFeed(sink, own).feed);
  tokenCache().start();
});

beforeEach(async () => {
  primary = newPrimary();
  await until(() => tokenCache().feed.connected);
});

afterEach(() => primary.listener.stop());

afterAll(async () => {
  await tokenCache().stop();
  await own.listener.stop();
  await closeDatabase();
});

test("a worker's revocation is acknowledged and answered before a lease could run out", async () => {
  const kept = await freshToken();
  const others = [await worker(kept.key, own), await worker(kept.key, own)];
  const revocation = async () => {
    const { id, key } = await freshToken();
    await Promise.all(others.map(({ cache }) => cache.lookUp(key)));
    await until(() => others.every(({ holds }) => holds()));
    const begun = performance.now();
    expect((await revokeToken(admin, { tokenId: id })).ok).toBe(true);
    const took = performance.now() - begun;
    expect(others.map(({ cache }) => cache.find(key))).toEqual([undefined, undefined]);
    return took;
  };
  const times: number[] = [];
  for (let i = 0; i < 5 && Math.min(...times) >= LEASE_MS / 2; i += 1) times.push(await revocation());
  expect(Math.min(...times)).toBeLessThan(LEASE_MS / 2);
  expect(await fastest({ enough: LEASE_MS / 2 }, waitForInvalidations)).toBeLessThan(LEASE_MS / 2);
});

test("what another instance revokes is forgotten by every worker before the answer", async () => {
  const token = await freshToken();
  const all = [await worker(token.key), await worker(token.key), await worker(token.key)];
  expect((await revokeToken(admin, { tokenId: token.id })).ok).toBe(true);
  expect(all.map(({ cache }) => cache.find(token.key))).toEqual([undefined, undefined, undefined]);
});

test("a worker that receives a revocation late accepts nothing after the answer, nor when it catches up", async () => {
  const token = await freshToken();
  const late = await worker(token.key);
  late.channel.held = [];
  expect((await revokeToken(admin, { tokenId: token.id })).ok).toBe(true);
  expect(late.cache.find(token.key)).toBeUndefined();
  await sleep(300); // more beats come in behind the change
  for (const message of late.channel.held.splice(0)) late.channel.deliver(message);
  late.channel.held = null;
  await until(() => late.holds());
  expect(late.cache.find(token.key)).toBeUndefined();
  expect((await late.cache.lookUp(token.key))?.record.revoked).toBe(true);
});

test("when the listener's connection is cut, no worker answers from memory until it is back", async () => {
  const token = await freshToken();
  const all = [await worker(token.key), await worker(token.key)];
  await pool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " +
      "application_name = 'latchkey cache' AND datname = current_database()",
  );
  await until(() => all.every(({ cache }) => cache.state.size === 0));
  await until(() => all.every(({ holds }) => holds()));
  expect(all.map(({ cache }) => cache.find(token.key))).toEqual([undefined, undefined]);
});

test("the gateway is taken off the list only when the lease of its last worker is over", async () => {
  const token = await freshToken();
  const late = await worker(token.key);
  late.channel.held = [];
  const stopped = primary.listener.stop();
  while (await isListed()) await sleep(5);
  expect(late.cache.state.holds).toBe(false);
  await stopped;
});

test("64 workers cost the database the connections and the beats of one", async () => {
  const token = await freshToken();
  await worker(token.key);
  const cost = () =>
    pool().query(`SELECT count(*)::int AS connections, count(*) FILTER (WHERE query LIKE 'LISTEN%')::int AS listening
      FROM pg_stat_activity WHERE application_name = 'latchkey cache' AND datname = current_database()`);
  const { rows: ofOne } = await cost();
  const all = await Promise.all(Array.from({ length: 63 }, () => worker(token.key)));
  expect((await cost()).rows).toEqual(ofOne);

  const client = new pg.Client({ connectionString: urls.ownerUrl });
  await client.connect();
  let beats = 0;
  client.on("notification", () => (beats += 1));
  await client.query(`LISTEN "${beatChannel(primary.listener.instanceId)}"`);
  const begun = performance.now();
  await until(() => (all.forEach(({ cache }) => cache.find(token.key)), beats >= 10));
  const due = (performance.now() - begun) / BEAT_MS;
  await client.end();
  expect(beats).toBeLessThanOrEqual(due + 2);
});

test("a worker that is asked wakes the beats of an idle gateway, and no other worker keeps them going", async () => {
  const token = await freshToken();
  const { cache } = await worker(token.key);
  await until(() => !cache.state.holds, 20_000); // `state` asks for nothing
  await until(() => (cache.find(token.key), cache.state.holds));
});
