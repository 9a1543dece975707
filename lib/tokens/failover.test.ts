import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ReplicatedDatabase, startReplicatedDatabase } from "../../tools/testing/failover";
import { issueTokens, type TestToken } from "../../tools/testing/tokens";
import { digestKey } from "../access/credentials/token-digest";
import { tokenCache } from "../access/token-cache";
import { closeDatabase, db } from "../platform/db";
import { DatabaseClient } from "../platform/db/client";
import { singleHostUrl } from "../platform/db/writable-host";
import { tokenActor } from "../../tools/testing/actors";
import { revokeToken } from "./revoking";

/** How many revocations are acknowledged before the primary is killed, and after the failover. */
const BEFORE = 20;
const AFTER = 20;
const BACK_MS = 60_000;

let database: ReplicatedDatabase;
let organizationId: string;
let tokens: TestToken[];

beforeAll(async () => {
  database = await startReplicatedDatabase();
  Object.assign(process.env, { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.ownerUrl });
  ({ organizationId, tokens } = await issueTokens(await singleHostUrl(database.ownerUrl), BEFORE + AFTER + 1));
  tokenCache().start();
}, 240_000);
afterAll(async () => {
  await tokenCache().stop();
  await closeDatabase();
  await database.remove();
});

/** Revokes a token. Returns whether that was acknowledged, also if an earlier attempt revoked it. */
async function revoke(tokenId: string): Promise<boolean> {
  try {
    const result = await revokeToken(tokenActor(organizationId, ["owner"]), { tokenId });
    return result.ok || result.reason === "already_revoked";
  } catch {
    return false; // the outcome is unknown, and was not acknowledged
  }
}

async function isAccepted({ secret }: TestToken): Promise<boolean> {
  const known = await tokenCache().lookUp(digestKey(secret));
  return known !== null && !known.record.revoked;
}

/** Waits until the cache has a lease. */
async function untilCached(): Promise<void> {
  const holdsLease = () => {
    tokenCache().find("nothing"); // restarts the beats of an idle cache
    return tokenCache().state.holds;
  };
  await expect.poll(holdsLease).toBe(true);
}

/** The same database, with the standby named first. */
function standbyFirst(url: string): string {
  const swapped = new URL(url);
  const hosts = swapped.searchParams.get("host")?.split(",") ?? [];
  swapped.searchParams.set("host", hosts.toReversed().join(","));
  return swapped.toString();
}

test("the host that accepts writes is connected to, also if a standby is named first", async () => {
  const client = new DatabaseClient({ connectionString: standbyFirst(database.appUrl) });
  await client.connect();
  const { rows } = await client.query("SELECT pg_is_in_recovery() AS standby");
  await client.end();
  expect(rows).toEqual([{ standby: false }]);
});

test("after a failover to the standby no acknowledged revocation is lost, and revocations work", async () => {
  await untilCached();
  const acknowledged: TestToken[] = [];
  const queue = [...tokens.slice(1)];
  while (acknowledged.length < BEFORE) {
    const token = queue.shift() as TestToken;
    expect(await revoke(token.id)).toBe(true);
    acknowledged.push(token);
  }
  database.killPrimary();
  const killedAt = performance.now();
  const promoted = sleep(500).then(() => database.promoteStandby());
  while (queue.length > 0) {
    const [token] = queue as [TestToken];
    if (await revoke(token.id)) acknowledged.push(queue.shift() as TestToken);
    else await sleep(100);
    if (performance.now() - killedAt > BACK_MS) throw new Error("Nothing is revoked after the failover");
  }
  await promoted;
  expect(acknowledged).toHaveLength(BEFORE + AFTER);
  await untilCached();
  for (const token of acknowledged) expect(await isAccepted(token)).toBe(false);
  expect(await isAccepted(tokens[0] as TestToken)).toBe(true);
  const rows = await db().apiToken.findMany({ where: { organizationId, revokedAt: null }, select: { id: true } });
  expect(rows).toEqual([{ id: tokens[0]?.id }]);
}, 180_000);
