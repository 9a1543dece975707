// npm run bench:gateway [-- --workers=1,8,64] [--seconds=10]: measures the load that the token caches of a gateway's
// workers put on the database.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { ensureGateway } from "../tools/building/gateway";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../tools/embedded-postgres";
import { migrate } from "../tools/migration";
import { report } from "../tools/plain-error";
import { scratchFolder } from "../tools/testing/scratch";
import { startServer, type TestServer } from "../tools/testing/server";
import { issueTokens } from "../tools/testing/tokens";
import { cpuMicrosOf } from "./cpu";

const METRICS_TOKEN = "metrics-metrics-metrics";
const READY_MS = 300_000;
/** Shorter than the time without a check after which the beats of a token cache pause, in ms. */
const ASK_EVERY_MS = 2_000;

const { values } = parseArgs({
  options: { workers: { type: "string", default: "1,8,64" }, seconds: { type: "string", default: "10" } },
});
const SECONDS = Number(values.seconds);
const say = (line: string) => console.error(line);

interface Backend {
  readonly pid: number;
  readonly isCache: boolean;
  readonly isListening: boolean;
}

interface Token {
  readonly organizationId: string;
  readonly secret: string;
}

interface Row {
  readonly workers: number;
  /** All connections, those of the token caches, and those of them that LISTEN. */
  readonly connections: number;
  readonly cacheConnections: number;
  readonly listeners: number;
  /** Notifications a second that the token caches send themselves. */
  readonly beats: number;
  /** How often per second the server processes of all listening connections were woken. */
  readonly wakeUps: number;
  /** CPU time of all server processes of PostgreSQL, in ms a second. */
  readonly cpuMs: number;
}

/** The application's database as its superuser, which alone sees the statements of other connections. */
function asSuperuser({ superuserUrl, ownerUrl }: EmbeddedPostgres): string {
  const url = new URL(superuserUrl);
  url.pathname = new URL(ownerUrl).pathname;
  return url.href;
}

/** The other connections to the database that `client` is connected to. */
async function backends(client: pg.Client): Promise<Backend[]> {
  const { rows } = await client.query<Backend>(
    `SELECT pid, application_name = 'latchkey cache' AS "isCache", query LIKE 'LISTEN%' AS "isListening"
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
       AND backend_type = 'client backend'`,
  );
  return rows;
}

/** How often a process has been woken since it started (proc_pid_status(5)). */
function wakeUpsOf(pid: number): number {
  return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

/** Beats a second, counted by a connection that listens for all of them. */
async function countBeats(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ id: string }>(`SELECT "id" FROM "Listener" WHERE "validUntil" > now()`);
  for (const { id } of rows) await client.query(`LISTEN "latchkey_beat_${id.replaceAll("-", "")}"`);
  let count = 0;
  const hear = () => (count += 1);
  client.on("notification", hear);
  await sleep(SECONDS * 1_000);
  client.off("notification", hear);
  await client.query("UNLISTEN *");
  return count / SECONDS;
}

/** Sends checks to all workers, as a busy proxy would, until it is aborted. */
async function keepAsking({ url }: TestServer, token: Token, workers: number, stop: AbortSignal): Promise<void> {
  const check = async () => {
    const answer = await fetch(`${url}/api/v1/forward-auth?organization=${token.organizationId}`, {
      headers: { authorization: `Bearer ${token.secret}`, connection: "close" }, // the next worker's turn
    });
    if (answer.status !== 200) throw new Error(`a check was answered ${answer.status}`);
  };
  while (!stop.aborted) {
    for (let i = 0; i < 2 * workers; i += 1) await check();
    await sleep(ASK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Waits until every worker may answer from its cache. */
async function untilCached({ url }: TestServer, workers: number): Promise<void> {
  const held = /^latchkey_token_cache_lease_held\{worker="\d+"\} 1$/gm;
  for (const end = performance.now() + READY_MS; performance.now() < end; await sleep(500)) {
    const answer = await fetch(`${url}/api/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
    if (((await answer.text()).match(held) ?? []).length === workers) return;
  }
  throw new Error("not every worker came to cache tokens");
}

async function rowOf(workers: number, postgres: EmbeddedPostgres): Promise<Row> {
  say(`${workers} workers`);
  const { organizationId, tokens } = await issueTokens(postgres.ownerUrl, 1);
  const server = await startServer({
    mount: "gateway",
    database: postgres,
    env: { WORKERS: String(workers), DATABASE_POOL_SIZE: "2", METRICS_TOKEN },
  });
  const stop = new AbortController();
  const asking = keepAsking(server, { organizationId, secret: tokens[0]?.secret ?? "" }, workers, stop.signal);
  const client = new pg.Client({ connectionString: asSuperuser(postgres) });
  try {
    await Promise.race([untilCached(server, workers), asking]);
    await client.connect();
    const all = await backends(client);
    const caches = all.filter(({ isCache }) => isCache);
    const listening = caches.filter(({ isListening }) => isListening);
    const sum = (some: readonly Backend[], of: (pid: number) => number) =>
      some.reduce((total, { pid }) => total + of(pid), 0);
    const [wakeUps, cpu, started] = [sum(listening, wakeUpsOf), sum(all, cpuMicrosOf), performance.now()];
    await Promise.race([sleep(SECONDS * 1_000), asking]);
    const seconds = (performance.now() - started) / 1_000;
    return {
      workers,
      connections: all.length,
      cacheConnections: caches.length,
      listeners: listening.length,
      wakeUps: (sum(listening, wakeUpsOf) - wakeUps) / seconds,
      cpuMs: (sum(all, cpuMicrosOf) - cpu) / 1_000 / seconds,
      beats: await countBeats(client),
    };
  } finally {
    stop.abort();
    await client.end();
    await server.stop();
    await asking;
  }
}

function tableOf(rows: readonly Row[]): string {
  const head =
    "| workers | connections | of token caches | listening | beats/s | wake-ups/s | PostgreSQL, ms of CPU/s |";
  const lines = rows.map(({ workers, connections, cacheConnections, listeners, beats, wakeUps, cpuMs }) =>
    [workers, connections, cacheConnections, listeners, beats.toFixed(0), wakeUps.toFixed(0), cpuMs.toFixed(0)].join(
      " | ",
    ),
  );
  return [head, "| --: | --: | --: | --: | --: | --: | --: |", ...lines.map((line) => `| ${line} |`)].join("\n");
}

async function main(): Promise<void> {
  if (process.platform !== "linux") throw new Error("It reads /proc, which only Linux has.");
  await ensureGateway();
  const scratch = scratchFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: scratch.folder, fast: true });
  try {
    await migrate(postgres);
    const rows: Row[] = [];
    for (const workers of values.workers.split(",").map(Number)) rows.push(await rowOf(workers, postgres));
    console.log(tableOf(rows));
  } finally {
    await postgres.stop();
    scratch.remove();
  }
}

try {
  await main();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
