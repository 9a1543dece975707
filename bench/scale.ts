import { totalmem } from "node:os";
import { performance } from "node:perf_hooks";
import pg from "pg";
import { LOOK_UP } from "../lib/auth/record";
import { startEmbeddedPostgres } from "../tools/embedded-postgres";
import { testDataDir } from "../tools/testing/cluster";
import { createTestDatabase } from "../tools/testing/database";
import { issueTokens } from "../tools/testing/tokens";
import { addOthers, asOwner } from "./filling";
import { median } from "./rounds";
import { inTurn } from "./targets/bearer";

const FEW = 1_000;
const MANY = 10_000_000;
const BATCH = 500_000;
/** As many digests are asked for as make each look-up among the many another one. */
const ASKED = 50_000;
/** A hundred at a time: alone, the thousand would live in the processor's own cache, as nothing does in a server at work. */
const LOOK_UPS = 100;
const ROUNDS = 600;
const AT_MOST = 1.25;

/** What only costs time while the table fills: the look-up uses none of it. */
const UNUSED = `
  DROP INDEX "ApiToken_search", "ApiToken_by_name", "ApiToken_live_name_key", "ApiToken_organizationId_createdAt_id_idx",
    "ApiToken_organizationId_spaceId_idx", "ApiToken_organizationId_parentId_idx", "TokenSecret_organizationId_tokenId_idx";
  ALTER TABLE "TokenSecret" DROP CONSTRAINT "TokenSecret_organizationId_tokenId_fkey"`;

/**
 * The server's memory for pages: a quarter of the machine's, as PostgreSQL's manual has it for whoever keeps millions of
 * rows (“Resource Consumption”, shared_buffers). With the 128 MB that it comes with, each page of a large table is copied
 * in first.
 */
async function giveMemory(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: testDataDir(), fast: true });
  await asOwner(server.superuserUrl, (client) => client.query(`ALTER SYSTEM SET shared_buffers = '${Math.floor(totalmem() / 4 / 2 ** 20)}MB'`));
  await server.stop(); // nobody else uses it yet: it ends, and starts again with that
}

/** How long one look-up takes among a thousand tokens and among ten million: one after another on one connection, in turn. */
export async function scale(say: (line: string) => void): Promise<void> {
  await giveMemory();
  const [few, many] = [await openTable(FEW, say), await openTable(MANY, say)];
  say("Asking for each once");
  await Promise.all([few.microsEach(ASKED), many.microsEach(ASKED)]);
  const rounds: { few: number; many: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ few: await few.microsEach(LOOK_UPS), many: await many.microsEach(LOOK_UPS) });
  await Promise.all([few.close(), many.close()]);
  const inMedian = (value: (round: (typeof rounds)[number]) => number) => median(rounds.map(value));
  const ratio = inMedian((round) => round.many / round.few);
  console.log(`one look-up among ${count(FEW)} tokens: ${inMedian((round) => round.few).toFixed(1)} µs; among ${count(MANY)}: ${inMedian((round) => round.many).toFixed(1)} µs`);
  console.log(`${ratio <= AT_MOST ? "met   " : "MISSED"}  ${ratio.toFixed(2)} times as long (at most ${AT_MOST})`);
}

const count = (value: number) => value.toLocaleString("en");

async function openTable(rows: number, say: (line: string) => void) {
  const { ownerUrl, appUrl, drop } = await createTestDatabase();
  await fillTable(ownerUrl, rows, say);
  const next = inTurn(await someDigests(ownerUrl, rows));
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  const close = async () => {
    await client.end();
    await drop();
  };
  return { microsEach: (times: number) => microsEach(client, next, times), close };
}

async function fillTable(ownerUrl: string, rows: number, say: (line: string) => void): Promise<void> {
  await asOwner(ownerUrl, (client) => client.query(UNUSED));
  const { organizationId } = await issueTokens(ownerUrl, 1);
  for (let added = 0; added < rows; added += BATCH) {
    await addOthers(ownerUrl, organizationId, Math.min(BATCH, rows - added));
    say(`${count(Math.min(rows, added + BATCH))} of ${count(rows)} tokens`);
  }
  await asOwner(ownerUrl, (client) => client.query("VACUUM ANALYZE"));
}

/** Digests from all over the table, in no order. */
async function someDigests(ownerUrl: string, rows: number): Promise<Buffer[]> {
  const percent = Math.min(100, (ASKED / rows) * 100);
  const { rows: found } = await asOwner(ownerUrl, (client) => client.query<{ digest: Buffer }>(`SELECT "digest" FROM "TokenSecret" TABLESAMPLE BERNOULLI (${percent}) ORDER BY random()`));
  return found.map(({ digest }) => digest);
}

async function microsEach(client: pg.Client, next: () => Buffer, times: number): Promise<number> {
  const startedAt = performance.now();
  for (let i = 0; i < times; i += 1) {
    const { rowCount } = await client.query({ ...LOOK_UP, values: [next()] });
    if (rowCount !== 1) throw new Error("a token was not found");
  }
  return ((performance.now() - startedAt) / times) * 1_000;
}
