// npm run bench:uploads [-- --json] [--rounds=5]: measures the wall time and the memory of large uploads.
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import pg from "pg";
import { ensureBuild } from "../../tools/building";
import { report } from "../../tools/plain-error";
import { openTestCluster } from "../../tools/testing/cluster";
import { createTestDatabase, type TestDatabase } from "../../tools/testing/database";
import { startServer, type TestServer } from "../../tools/testing/server";
import { issueTokens } from "../../tools/testing/tokens";
import { cpuMicrosOf } from "../cpu";
import { median } from "../rounds";
import { KINDS, WARM_UPS, type UploadKind, type UploadTarget, type BenchUpload } from "./files";
import { resetPeakMemory, memoryOf } from "./memory";
import { tableOf, type UploadRow } from "./table";

const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, rounds: { type: "string", default: "5" } },
});
const ROUNDS = Number(values.rounds);
const say = (line: string) => console.error(line);

/** One upload: its wall time and CPU time in ms, and the peak growth of the process in MiB. */
interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly mebibytes: number;
}

/** Sends one upload. Throws if it is refused, because errors are fast. */
async function measure({ url, pid }: TestServer, { path, token, headers, body }: BenchUpload): Promise<Measured> {
  resetPeakMemory(pid);
  const [before, cpu, started] = [memoryOf(pid).now, cpuMicrosOf(pid), performance.now()];
  const response = await fetch(url + path, {
    method: "POST",
    headers: { ...headers, authorization: `Bearer ${token}` },
    body,
  });
  const text = await response.text();
  const ms = performance.now() - started;
  if (!response.ok || text.includes(`"errors":[`)) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
  return { ms, cpuMs: (cpuMicrosOf(pid) - cpu) / 1_000, mebibytes: memoryOf(pid).peak - before };
}

/** An organization with a space, and the two tokens that upload to it. */
async function makePlace({ ownerUrl }: TestDatabase): Promise<UploadTarget> {
  const { organizationId, tokens } = await issueTokens(ownerUrl, 1, ["editor"]);
  const agents = await issueTokens(ownerUrl, 1, ["agent"], organizationId);
  const spaceId = `space-${randomBytes(4).toString("hex")}`;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(
    `INSERT INTO "Space" ("id", "organizationId", "name", "updatedAt") VALUES ($1, $2, 'Uploads', now())`,
    [spaceId, organizationId],
  );
  await client.end();
  return { spaceId, editor: tokens[0]?.secret ?? "", agent: agents.tokens[0]?.secret ?? "" };
}

/** Runs all rounds of one kind on its own server, so that no kind reuses the memory of another. */
async function rowOf({ name, make, goal }: UploadKind, database: TestDatabase): Promise<UploadRow> {
  say(name);
  const server = await startServer({ database, env: { LOG_LEVEL: "warn" } });
  try {
    const place = await makePlace(database);
    for (const [index, warmUp] of WARM_UPS.entries()) await measure(server, warmUp(place, index));
    const rounds: Measured[] = [];
    let bytes = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const upload = make(place, round + 1);
      bytes = upload.body.byteLength;
      rounds.push(await measure(server, upload));
    }
    const of = (pick: (one: Measured) => number) => rounds.map(pick);
    const worst = { ms: Math.max(...of(({ ms }) => ms)), mebibytes: Math.max(...of(({ mebibytes }) => mebibytes)) };
    return {
      name,
      bytes,
      medianMs: median(of(({ ms }) => ms)),
      worstMs: worst.ms,
      cpuMs: median(of(({ cpuMs }) => cpuMs)),
      mebibytes: worst.mebibytes,
      goalMet: goal ? worst.ms < goal.ms && !(worst.mebibytes >= goal.mebibytes) : null,
    };
  } finally {
    await server.stop();
  }
}

async function main(): Promise<void> {
  await ensureBuild(say);
  const closeCluster = await openTestCluster();
  const database = await createTestDatabase();
  try {
    const rows: UploadRow[] = [];
    for (const kind of KINDS) rows.push(await rowOf(kind, database));
    console.log(values.json ? JSON.stringify({ rows }) : tableOf(rows));
  } finally {
    await database.drop();
    await closeCluster();
  }
}

try {
  await main();
} catch (error) {
  report(error);
  process.exitCode = 1;
}
