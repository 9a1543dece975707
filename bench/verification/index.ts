// npm run bench:verification: what a check costs over HTTP, as ratios. --rows=1000000, --seconds=5, --rounds=3; --next
// also measures the Next mount, which needs a build; --micro measures one check inside the process instead.
import { fork, type ChildProcess } from "node:child_process";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { LOOK_UP } from "../../lib/auth/record";
import { ensureBuild } from "../../tools/building";
import { ensureGateway } from "../../tools/building/gateway";
import { freePort } from "../../tools/launcher/address";
import { inRoot } from "../../tools/project";
import { openTestCluster } from "../../tools/testing/cluster";
import { createTestDatabase } from "../../tools/testing/database";
import { startServer } from "../../tools/testing/server";
import { issueTokens } from "../../tools/testing/tokens";
import { micro } from "../micro";
import { type Contender, contenders } from "./contenders";
import { fillTable } from "./table";

const { values: options } = parseArgs({
  options: { rows: { type: "string", default: "1000000" }, seconds: { type: "string", default: "5" }, rounds: { type: "string", default: "3" }, next: { type: "boolean", default: false }, micro: { type: "boolean", default: false } },
});
const CONNECTIONS = 50;
const ends: (() => unknown)[] = [];

async function bare(kind: "http" | "pg", databaseUrl: string): Promise<string> {
  const port = await freePort();
  const child: ChildProcess = fork(inRoot("bench/verification/servers.mjs"), [kind, String(port)], { env: { ...process.env, DATABASE_URL: databaseUrl, LOOK_UP: LOOK_UP.text } });
  ends.push(() => child.kill());
  await new Promise((resolve) => child.once("message", resolve));
  return `http://127.0.0.1:${port}`;
}

/** Requests per second of one round. Throws when something was answered that should not have been. */
async function rate({ name, method, path, token }: Contender, url: string, verifier: string, seconds: number): Promise<number> {
  let n = Math.floor(Math.random() * 1_000_000);
  const setupRequest = (request: autocannon.Request): autocannon.Request =>
    method === "GET"
      ? { ...request, headers: { authorization: `Bearer ${token(n++)}` } }
      : { ...request, headers: { authorization: `Bearer ${verifier}`, "content-type": "application/x-www-form-urlencoded" }, body: `token=${token(n++)}` };
  const result = await autocannon({ url, connections: CONNECTIONS, duration: seconds, requests: [{ method, path, setupRequest }] });
  if (result.errors > 0 || result["5xx"] > 0) console.log(`  ${name}: ${result.errors} errors, ${result["5xx"]} answers of 5xx`);
  return result.requests.average;
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;

async function run(): Promise<void> {
  if (options.micro) return micro();
  await (options.next ? ensureBuild(console.log) : ensureGateway());
  ends.push(await openTestCluster());
  const database = await createTestDatabase();
  console.log(`filling a table of ${options.rows} tokens`);
  const tokens = await fillTable(database.ownerUrl, Number(options.rows));
  const verifier = (await issueTokens(database.ownerUrl, 1, ["verifier"], tokens.organizationId)).tokens[0]?.secret ?? "";
  const gateway = await startServer({ mount: "gateway", database, env: { WORKERS: "1" } });
  ends.push(() => gateway.stop());
  const urls: Record<string, string> = { http: await bare("http", database.appUrl), pg: await bare("pg", database.appUrl), gateway: gateway.url };
  if (options.next) {
    const next = await startServer({ mount: "next", database });
    ends.push(() => next.stop());
    urls.next = next.url;
  }
  const rows = contenders(tokens).filter(({ server }) => urls[server] !== undefined);
  const rates = new Map(rows.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    for (const row of rows) {
      const measured = await rate(row, urls[row.server] ?? "", verifier, round === 0 ? 2 : Number(options.seconds));
      if (round > 0) rates.get(row.name)?.push(measured); // the first warms up
    }
  }
  const of = (name: string) => median(rates.get(name) ?? []);
  console.log(`\n${"".padEnd(28)}${"per second".padStart(12)}${"of node:http".padStart(14)}${"of bare pg".padStart(12)}`);
  for (const { name } of rows) console.log(`${name.padEnd(28)}${of(name).toFixed(0).padStart(12)}${(of(name) / of("bare node:http")).toFixed(2).padStart(14)}${(of(name) / of("bare pg, same statement")).toFixed(2).padStart(12)}`);
}

try {
  await run();
} finally {
  for (const end of ends.reverse()) await end();
}
process.exit();
