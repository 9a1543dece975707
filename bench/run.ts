// npm run bench [-- --json] [--rounds=5] [--seconds=2]: measures the API against what Node.js can do on this machine.
import { parseArgs } from "node:util";
import { ensureBuild } from "../tools/building";
import { report } from "../tools/plain-error";
import { openTestCluster } from "../tools/testing/cluster";
import { createTestDatabase } from "../tools/testing/database";
import { GOALS, NODE_HTTP, openTargets } from "./targets";
import { goalsOf, rowsOf, tableOf } from "./report";
import { measure } from "./rounds";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "5" }, seconds: { type: "string", default: "2" } } });
const plan = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
const say = (line: string) => console.error(line);

async function main(): Promise<void> {
  await ensureBuild(say);
  const closeCluster = await openTestCluster();
  try {
    const opened = await openTargets(await createTestDatabase());
    try {
      const statements = await opened.countStatements(say);
      const measured = await measure(opened.targets, plan, say);
      const rows = rowsOf(measured, NODE_HTTP, statements);
      console.log(values.json ? JSON.stringify({ rows }) : `\n${tableOf(rows)}\n\n${goalsOf(measured, GOALS)}`);
    } finally {
      await opened.close();
    }
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
