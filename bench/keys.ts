// npm run bench:keys [-- --count=10000] [--concurrency=8] [--workers=2]: measures how fast the script of docs/migrate
// creates tokens by an Issuer, over a gateway and a durable database.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ensureGateway } from "../tools/building/gateway";
import { startEmbeddedPostgres } from "../tools/embedded-postgres";
import { migrate } from "../tools/migration";
import { report } from "../tools/plain-error";
import { inRoot } from "../tools/project";
import { scratchFolder } from "../tools/testing/scratch";
import { startServer } from "../tools/testing/server";
import { issueTokens } from "../tools/testing/tokens";

/** As in docs/migrate/own-table.mjs. */
const API = "https://billing.acme.example";
const SCOPES = ["invoices:read", "invoices:write"];

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    concurrency: { type: "string", default: "8" },
    workers: { type: "string", default: "2" },
  },
});

/** Registers the API and creates an Issuer for it, as an Owner. Returns the Issuer's secret. */
async function createIssuer(origin: string, owner: string): Promise<string> {
  const post = async (target: string, body: object) => {
    const headers = { authorization: `Bearer ${owner}`, "content-type": "application/json" };
    const answer = await fetch(`${origin}/api/v1/${target}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`${target} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { secret: string };
  };
  await post("apis", { identifier: API, name: "Billing", scopes: SCOPES.map((name) => ({ name })) });
  return (await post("tokens", { name: "Issuer", permissions: ["issuer"], issues: [{ api: API }] })).secret;
}

/** Keys of a table of one's own, five for each customer. */
function exportOf(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const customer = `customer-${Math.floor(at / 5)}`;
    return { id: at, customer_id: customer, label: "CI", rights: ["write"], plan: "pro", expires_at: null };
  });
  return rows.map((row) => JSON.stringify(row)).join("\n");
}

/** Runs the script, which prints how many it created in how many seconds. */
async function createTokens(origin: string, issuer: string, folder: string): Promise<void> {
  const input = path.join(folder, "keys.ndjson");
  writeFileSync(input, exportOf(Number(values.count)));
  const options = {
    mapping: inRoot("docs/migrate/own-table.mjs"),
    input,
    origin,
    output: path.join(folder, "secrets.ndjson"),
    concurrency: values.concurrency,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const env = { ...process.env, LATCHKEY_ISSUER_TOKEN: issuer };
  const script = spawn(process.execPath, [inRoot("docs/migrate/create-tokens.mjs"), ...args], {
    env,
    stdio: "inherit",
  });
  const [code] = (await once(script, "close")) as [number | null];
  if (code !== 0) throw new Error(`The script ended with ${code}.`);
}

async function main(): Promise<void> {
  await ensureGateway();
  const scratch = scratchFolder();
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(scratch.folder, "data") });
  try {
    await migrate(postgres);
    const { tokens } = await issueTokens(postgres.ownerUrl, 1, ["owner"]);
    const server = await startServer({ mount: "gateway", database: postgres, env: { WORKERS: values.workers } });
    try {
      await createTokens(server.url, await createIssuer(server.url, tokens[0]?.secret ?? ""), scratch.folder);
    } finally {
      await server.stop();
    }
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
