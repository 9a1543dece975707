import { totalmem } from "node:os";
import { performance } from "node:perf_hooks";
import pg from "pg";
import { type TokenActor, WHOLE_ORGANIZATION } from "../lib/access/authorization/actor";
import { LOOK_UP_TOKEN } from "../lib/access/token-cache/token-record";
import { Prisma } from "../lib/platform/db/generated/client";
import { listOf, matching } from "../lib/tokens/list";
import { listTokensSchema } from "../lib/tokens/schema";
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
/** Enough digests that each look-up in the large table is of another token. */
const ASKED = 50_000;
/** A hundred at a time. A thousand tokens alone would stay in the processor's cache, unlike in a busy server. */
const LOOK_UPS = 100;
const ROUNDS = 600;
const MAX_RATIO = 1.25;
const TOKENS_OF_A_SUBJECT = 50;
const PAGES = 5;

/** Indexes that only slow down the filling. Neither the look-up nor the list of a subject uses them. */
const UNUSED = `
  DROP INDEX "ApiToken_search", "ApiToken_by_name", "ApiToken_live_name_key",
    "ApiToken_organizationId_spaceId_idx", "ApiToken_organizationId_parentId_idx",
    "TokenSecret_organizationId_tokenId_idx";
  ALTER TABLE "TokenSecret" DROP CONSTRAINT "TokenSecret_organizationId_tokenId_fkey"`;

/**
 * The server's memory for pages: a quarter of the machine's, as PostgreSQL's manual recommends for large databases
 * (“Resource Consumption”, shared_buffers). With the default of 128 MB, each page of a large table is first copied in.
 */
async function setSharedBuffers(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDir: testDataDir(), fast: true });
  await asOwner(server.superuserUrl, (client) =>
    client.query(`ALTER SYSTEM SET shared_buffers = '${Math.floor(totalmem() / 4 / 2 ** 20)}MB'`),
  );
  await server.stop(); // not used yet, so it can restart with the new setting
}

/** The schema of the small table. It is in the same database, so that one connection can query both. */
const FEW_SCHEMA = "few";
const TABLES = ["Organization", "ApiToken", "TokenSecret"];

/**
 * Measures one look-up, and one page of the tokens of a subject, among a thousand tokens and among ten million,
 * alternating on one connection.
 */
export async function scale(say: (line: string) => void): Promise<void> {
  await setSharedBuffers();
  const { ownerUrl, drop } = await createTestDatabase();
  const organizationId = await fillTables(ownerUrl, say);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const few = await openLookUp(client, FEW_SCHEMA, FEW);
  const many = await openLookUp(client, "public", MANY);
  say("Asking for each once");
  await few(ASKED);
  await many(ASKED);
  await compare("one look-up", LOOK_UPS, few, many);
  const inFew = await openListOfSubject(ownerUrl, organizationId, { schema: FEW_SCHEMA, rows: FEW });
  const inMany = await openListOfSubject(ownerUrl, organizationId, { schema: "public", rows: MANY });
  await inFew.list(PAGES * 10);
  await inMany.list(PAGES * 10);
  await compare("one page of a subject's tokens, and their number,", PAGES, inFew.list, inMany.list);
  for (const open of [client, inFew.client, inMany.client]) await open.end();
  await drop();
}

/** Does the work so many times. Returns the time per repetition in µs. */
type Timed = (times: number) => Promise<number>;

async function compare(what: string, times: number, few: Timed, many: Timed): Promise<void> {
  const rounds: { few: number; many: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ few: await few(times), many: await many(times) });
  const inMedian = (value: (round: (typeof rounds)[number]) => number) => median(rounds.map(value));
  const ratio = inMedian((round) => round.many / round.few);
  const [amongFew, amongMany] = [inMedian((round) => round.few), inMedian((round) => round.many)];
  console.log(
    `${what} among ${count(FEW)} tokens: ${amongFew.toFixed(1)} µs; among ${count(MANY)}: ${amongMany.toFixed(1)} µs`,
  );
  console.log(`${ratio <= MAX_RATIO ? "met   " : "MISSED"}  ${ratio.toFixed(2)} times as long (at most ${MAX_RATIO})`);
}

async function timed(times: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  for (let i = 0; i < times; i += 1) await work();
  return ((performance.now() - startedAt) / times) * 1_000;
}

const count = (value: number) => value.toLocaleString("en");

async function fillTables(ownerUrl: string, say: (line: string) => void): Promise<string> {
  const { organizationId } = await issueTokens(ownerUrl, 1);
  const run = (sql: string) => asOwner(ownerUrl, (client) => client.query(sql));
  const add = (added: number, subjects: number) =>
    addOthers(ownerUrl, organizationId, added, Math.ceil(subjects / TOKENS_OF_A_SUBJECT));
  await add(FEW, FEW);
  await run(`CREATE SCHEMA ${FEW_SCHEMA}`);
  for (const table of TABLES)
    await run(
      `CREATE TABLE ${FEW_SCHEMA}."${table}" (LIKE "${table}" INCLUDING ALL); INSERT INTO ${FEW_SCHEMA}."${table}"
        SELECT * FROM "${table}"`,
    );
  await run(UNUSED);
  for (let added = FEW; added < MANY; added += BATCH) {
    await add(Math.min(BATCH, MANY - added), MANY);
    say(`${count(Math.min(MANY, added + BATCH))} of ${count(MANY)} tokens`);
  }
  await run("VACUUM ANALYZE");
  return organizationId;
}

/** Returns a function that looks up the next tokens of a schema. */
async function openLookUp(client: pg.Client, schema: string, rows: number): Promise<Timed> {
  const next = inTurn(await someDigests(client, schema, rows));
  const text = TABLES.reduce(
    (sql, table) => sql.replaceAll(` "${table}" `, ` ${schema}."${table}" `),
    LOOK_UP_TOKEN.text,
  );
  return (times) =>
    timed(times, async () => {
      const { rowCount } = await client.query({ name: schema, text, values: [next()] });
      if (rowCount !== 1) throw new Error("a token was not found");
    });
}

/** Lists the tokens of a random subject in a schema, by the statements that the API and the console run. */
async function openListOfSubject(
  ownerUrl: string,
  organizationId: string,
  { schema, rows }: { schema: string; rows: number },
): Promise<{ client: pg.Client; list: Timed }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`SET search_path TO ${schema}, public`);
  const actor: TokenActor = {
    kind: "token",
    tokenId: organizationId, // Not asked for.
    name: "Bench",
    organizationId,
    spaceAccess: WHOLE_ORGANIZATION,
    permissions: ["viewer"],
    expiresAt: null,
    address: null,
  };
  const list = (times: number) =>
    timed(times, async () => {
      const subject = `customer-${Math.floor((Math.random() * rows) / TOKENS_OF_A_SUBJECT)}`;
      const input = listTokensSchema.parse({ subject });
      const { columns, from, keys } = listOf(matching(actor, input), input);
      const order = Prisma.join(keys.map(({ sql }) => Prisma.sql`${sql} DESC`));
      await run(client, Prisma.sql`SELECT ${columns} ${from} ORDER BY ${order} LIMIT ${input.limit + 1}`);
      await run(client, Prisma.sql`SELECT count(*) ${from}`);
    });
  return { client, list };
}

async function run(client: pg.Client, { text, values }: Prisma.Sql): Promise<void> {
  const { rowCount } = await client.query(text, values);
  if (!rowCount) throw new Error("the subject has no tokens");
}

/** Digests from the whole table, in random order. */
async function someDigests(client: pg.Client, schema: string, rows: number): Promise<Buffer[]> {
  const percent = Math.min(100, (ASKED / rows) * 100);
  const { rows: found } = await client.query<{ digest: Buffer }>(
    `SELECT "digest" FROM ${schema}."TokenSecret" TABLESAMPLE BERNOULLI (${percent}) ORDER BY random()`,
  );
  return found.map(({ digest }) => digest);
}
