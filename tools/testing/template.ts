import { mkdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import type { EmbeddedPostgres } from "../embedded-postgres";
import { migrate } from "../migration";
import { exclusively } from "@/lib/platform/process/lock";
import { testCluster, testDataDir } from "./cluster";

const TEMPLATE = "latchkey_template";
const MIGRATED_MS = 120_000;

let template: Promise<string> | undefined;

/** The name of a migrated, empty database to copy. The first process that calls this creates it. */
export function templateDatabase(): Promise<string> {
  return (template ??= makeTemplate());
}

/** Runs statements as the superuser, outside a transaction. */
export async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { superuserUrl } = await testCluster();
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The URLs of another database on the test run's server. */
export async function urlsOf(database: string): Promise<Pick<EmbeddedPostgres, "ownerUrl" | "appUrl">> {
  const { ownerUrl, appUrl } = await testCluster();
  return { ownerUrl: withDatabase(ownerUrl, database), appUrl: withDatabase(appUrl, database) };
}

/** Creates a database with the same rights as the embedded server's database. */
export async function createDatabase(client: pg.Client, name: string, template: string): Promise<void> {
  await client.query(`CREATE DATABASE "${name}" OWNER latchkey_owner TEMPLATE "${template}"`);
  await client.query(`REVOKE ALL ON DATABASE "${name}" FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE "${name}" TO latchkey_app`);
}

async function makeTemplate(): Promise<string> {
  const lock = path.join(testDataDir(), "template-lock");
  mkdirSync(lock, { recursive: true });
  await exclusively(lock, MIGRATED_MS, () => asSuperuser(ensureTemplate));
  return TEMPLATE;
}

async function ensureTemplate(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [TEMPLATE]);
  if (rowCount) return;
  const half = `${TEMPLATE}_half`;
  await client.query(`DROP DATABASE IF EXISTS "${half}" WITH (FORCE)`);
  await createDatabase(client, half, "template1");
  await migrate(await urlsOf(half));
  await client.query(`ALTER DATABASE "${half}" RENAME TO "${TEMPLATE}"`);
}

function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.toString();
}
