import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startOwnCluster, type OwnCluster } from "../../../tools/testing/own-cluster";
import { until } from "../../../tools/testing/scratch";
import { issueTokens } from "../../../tools/testing/tokens";
import { closeDatabase } from "../../platform/db";
import { digestKey } from "../credentials/token-digest";
import { findRecord } from "./token-record";
import { Listener } from "./listener";
import { TokenCache } from "./token-cache";

/** The connections of one instance, plus a few that PostgreSQL is about to end. */
const MAX_CONNECTIONS = 6;

let cluster: OwnCluster;
let cache: TokenCache | undefined;

beforeAll(async () => {
  cluster = await startOwnCluster();
  process.env.DATABASE_URL = cluster.appUrl;
});

afterEach(() => cache?.stop());

afterAll(async () => {
  await closeDatabase();
  await cluster.remove();
});

async function countConnections(): Promise<number> {
  const client = new pg.Client({ connectionString: cluster.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'latchkey cache'",
  );
  await client.end();
  return rows[0]?.count ?? NaN;
}

/**
 * Configures a standby that does not exist, and commits until a commit waits for it. Returns a function that ends the
 * wait.
 */
async function loseStandby(statement: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: cluster.appUrl });
  await client.connect();
  await cluster.set("synchronous_standby_names", "absent");
  for (;;) {
    await sleep(100);
    const commit = client.query(statement);
    if ((await Promise.race([commit, sleep(500, "waiting")])) !== "waiting") continue;
    return async () => {
      await cluster.set("synchronous_standby_names", "");
      await commit;
      await client.end();
    };
  }
}

function holds(running: TokenCache): boolean {
  running.find("nothing");
  return running.state.holds;
}

test("while a synchronous standby is away, checks are still answered from memory", async () => {
  const { tokens } = await issueTokens(cluster.ownerUrl, 1);
  const key = digestKey(tokens[0]?.secret ?? "");
  const findStandby = await loseStandby("SELECT pg_logical_emit_message(true, 'test', 'nothing')");
  cache = new TokenCache({ feed: (sink) => new Listener(cluster.appUrl, sink), find: findRecord });
  const running = cache;
  running.start();
  await until(() => holds(running), 60_000);
  await running.lookUp(key);
  expect(running.find(key)?.record.tokenId).toBe(tokens[0]?.id);
  await sleep(6_000); // longer than until the next registration
  expect(holds(running)).toBe(true);
  expect(await countConnections()).toBeLessThanOrEqual(MAX_CONNECTIONS);
  await findStandby();
});

test("while a commit blocks all notifications, the cache is off and uses few connections", async () => {
  cache = new TokenCache({ feed: (sink) => new Listener(cluster.appUrl, sink), find: findRecord });
  const running = cache;
  running.start();
  await until(() => holds(running), 60_000);
  const findStandby = await loseStandby(
    "SELECT pg_logical_emit_message(true, 'test', 'nothing'), pg_notify('latchkey_change', 'nothing')",
  );
  await until(() => !holds(running), 60_000);
  const counts: number[] = [];
  for (let second = 0; second < 12; second += 1) {
    await sleep(1_000);
    expect(holds(running)).toBe(false);
    counts.push(await countConnections());
  }
  expect(Math.max(...counts)).toBeLessThanOrEqual(MAX_CONNECTIONS);
  await findStandby();
  await until(() => holds(running), 60_000);
});
