import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { endEmbeddedPostgres, isInUse } from "../embedded-postgres/end";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";

const VARIABLE = "LATCHKEY_TEST_DATA_DIR";
const PREFIX = "latchkey-test-";
const ABANDONED_MS = 3_600_000;

/** Makes the folder of a test run's database server, which starts when the first test asks for a database. */
export async function openTestCluster(): Promise<() => Promise<void>> {
  await clearAbandoned();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(dataDir, 0o711); // PostgreSQL's account passes through it
  process.env[VARIABLE] = dataDir; // the test's processes inherit it
  return () => remove(dataDir);
}

let server: Promise<EmbeddedPostgres> | undefined;

/** The test run's database server, started or joined once per process. Durability is off. */
export function testCluster(): Promise<EmbeddedPostgres> {
  return (server ??= startEmbeddedPostgres({ dataDir: testDataDir(), fast: true }));
}

/** The folder of the test run's database server. */
export function testDataDir(): string {
  const dataDir = process.env[VARIABLE];
  if (!dataDir)
    throw new Error("No test cluster is open: run this through Vitest or Playwright, or call openTestCluster() first.");
  return dataDir;
}

async function remove(dataDir: string): Promise<void> {
  await endEmbeddedPostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

// Removes folders of killed runs. A recent one may be about to start.
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const dataDir = path.join(os.tmpdir(), name);
    const stat = existsSync(dataDir) ? statSync(dataDir) : undefined;
    const isOurs = stat?.uid === process.getuid?.();
    if (stat && isOurs && Date.now() - stat.mtimeMs > ABANDONED_MS && !isInUse(dataDir)) await remove(dataDir);
  }
}
