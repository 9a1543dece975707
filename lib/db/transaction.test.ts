import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import pg from "pg";
import { openDatabaseProxy, type DatabaseProxy } from "../../tools/testing/database-proxy";
import { issueTokens } from "../../tools/testing/tokens";
import { useTestDatabase } from "../../tools/testing/use-database";
import { closeDatabase } from ".";
import { isDatabaseAway } from "./errors";
import { inTransaction, SILENCE_MS } from "./transaction";

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

test("an instance that the network has swallowed in the middle of a change keeps others from changing it only for seconds", async () => {
  const { organizationId } = await issueTokens(urls.ownerUrl, 1);
  const over = new AbortController();
  const silent = inTransaction(async (tx) => {
    await tx.$executeRaw`UPDATE "Organization" SET "description" = 'lost' WHERE "id" = ${organizationId}`;
    wire.plug(true);
    await once(over.signal, "abort");
    wire.plug(false);
    await tx.$executeRaw`SELECT 1`;
    return { ok: true };
  });
  const failed = silent.then(() => null, (error: unknown) => error);
  try {
    await expect.poll(() => described(organizationId, "kept")).toBeNull(); // the row is locked
    await expect.poll(() => described(organizationId, "kept"), { timeout: 2 * SILENCE_MS, interval: 100 }).toBe("kept");
  } finally {
    over.abort();
  }
  expect(isDatabaseAway(await failed)).toBe(true);
  expect(await described(organizationId)).toBe("kept");
});

/** The description, after it was changed where one is given; null while somebody keeps the row locked. */
async function described(organizationId: string, description?: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: urls.ownerUrl });
  await client.connect();
  try {
    await client.query("SET lock_timeout = 50");
    if (description !== undefined) await client.query(`UPDATE "Organization" SET "description" = $2 WHERE "id" = $1`, [organizationId, description]);
    const { rows } = await client.query<{ description: string }>(`SELECT "description" FROM "Organization" WHERE "id" = $1`, [organizationId]);
    return rows[0]?.description ?? "";
  } catch (error) {
    if ((error as { code?: string }).code === "55P03") return null; // lock_not_available
    throw error;
  } finally {
    await client.end();
  }
}
