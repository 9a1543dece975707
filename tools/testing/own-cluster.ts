import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "../embedded-postgres";
import { migrate } from "../migration";

/** A PostgreSQL server for one test, with full durability. For tests that change settings of the whole server. */
export interface OwnCluster extends Pick<EmbeddedPostgres, "ownerUrl" | "appUrl" | "superuserUrl"> {
  /** Sets a parameter of the server and reloads its configuration. */
  set(name: string, value: string): Promise<void>;
  remove(): Promise<void>;
}

/** Starts a migrated PostgreSQL server in a new folder. */
export async function startOwnCluster(): Promise<OwnCluster> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "latchkey-test-own-"));
  chmodSync(dataDir, 0o711); // PostgreSQL's account passes through it
  const server = await startEmbeddedPostgres({ dataDir });
  await migrate(server);
  return {
    ...server,
    set: (name, value) => setParameter(server.superuserUrl, name, value),
    async remove() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function setParameter(superuserUrl: string, name: string, value: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`ALTER SYSTEM SET ${name} = ${client.escapeLiteral(value)}`);
    await client.query("SELECT pg_reload_conf()");
  } finally {
    await client.end();
  }
}
