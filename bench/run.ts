// npm run bench [-- --json] [--rounds=5] [--seconds=2] [--rows=1000000] [--only="TEXT|TEXT"]: measures the API against
// bare Node.js on this machine. --generator=wrk|autocannon: who sends the requests; wrk, where it is installed.
// --micro: one check inside the process. --scale: one look-up among ten million tokens. --heavy: checks while the most
// expensive GraphQL documents run. --usage: pages among ten million rows of use.
import { parseArgs } from "node:util";
import { ensureBuild } from "../tools/building";
import { report } from "../tools/plain-error";
import { openTestCluster } from "../tools/testing/cluster";
import { createTestDatabase } from "../tools/testing/database";
import { fill } from "./filling";
import { heavy } from "./heavy";
import { findGenerator } from "./generators";
import { micro } from "./micro";
import { CONNECTIONS, type Generator } from "./generators/generator";
import { goalsOf, rowsOf, tableOf, type ReportRow } from "./report";
import { measure, type Measured } from "./rounds";
import { scale } from "./scale";
import { type Servers, startServers, stopServers } from "./servers";
import { countStatements } from "./statements";
import type { BenchTarget } from "./target";
import { GOALS, NODE_HTTP, targetsOf } from "./targets";
import { usage } from "./usage";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    micro: { type: "boolean", default: false },
    scale: { type: "boolean", default: false },
    heavy: { type: "boolean", default: false },
    usage: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    rows: { type: "string", default: "1000000" },
    only: { type: "string", default: "" },
    generator: { type: "string" },
  },
});
const say = (line: string) => console.error(line);

/** The targets named by --only, and the baseline. */
const chosen = (targets: readonly BenchTarget[]) =>
  targets.filter(({ name }) => name === NODE_HTTP || options.only.split("|").some((text) => name.includes(text)));

async function load(): Promise<void> {
  const generator = findGenerator(options.generator);
  await ensureBuild(say);
  const database = await createTestDatabase();
  say("Filling the database");
  const filled = await fill(database.ownerUrl, Number(options.rows));
  const targets = (servers: Servers) => chosen(targetsOf(servers, filled));
  say("Counting statements");
  const statements = await countStatements(database, filled, targets);
  const servers = await startServers(database, filled);
  try {
    const measured = await measure(
      targets(servers),
      { generator, rounds: Number(options.rounds), seconds: Number(options.seconds), statements },
      say,
    );
    const rows = rowsOf(measured, NODE_HTTP, statements);
    console.log(options.json ? JSON.stringify({ generator: generator.name, rows }) : textOf(rows, measured, generator));
  } finally {
    await stopServers(servers);
  }
}

const textOf = (rows: readonly ReportRow[], measured: Measured, { name }: Generator) =>
  `\n${tableOf(rows)}\nLoad by ${name}, ${CONNECTIONS} connections.\n\n${goalsOf(measured, GOALS)}`;

function run(): Promise<void> {
  if (options.micro) return micro();
  if (options.scale) return scale(say);
  if (options.usage) return usage(say);
  return options.heavy ? heavy(say, { seconds: Number(options.seconds), only: options.only.split("|") }) : load();
}

async function main(): Promise<void> {
  const closeCluster = await openTestCluster();
  try {
    await run();
  } finally {
    await closeCluster();
  }
}

try {
  await main();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
