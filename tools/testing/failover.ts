import { appendFileSync, chmodSync, copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { endEmbeddedPostgres } from "../embedded-postgres/end";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";
import { type Layout, prepareLayout } from "../embedded-postgres/layout";
import { migrate } from "../migration";

const STANDBY = "latchkey_standby";
const IN_SYNC_MS = 60_000;
/** Files of the running server that a copy of its data must not have. */
const NOT_COPIED = new Set(["postmaster.pid", "postmaster.opts"]);

/** A primary and its synchronous standby, which has everything that the primary has acknowledged. */
export interface ReplicatedDatabase {
  /** URLs that name both hosts, the primary first. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Kills the primary's postmaster with SIGKILL; its sessions end with it. */
  killPrimary(): void;
  /** Makes the standby the primary, and returns once it accepts writes. */
  promoteStandby(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts a migrated primary and a standby that replicates it synchronously, each in a folder of its own. */
export async function startReplicatedDatabase(): Promise<ReplicatedDatabase> {
  const folders = [makeFolder(), makeFolder()] as const;
  const primary = await startEmbeddedPostgres({ dataDir: folders[0] });
  await migrate(primary);
  await copyTo(prepareLayout(folders[1]), primary);
  const standby = await startEmbeddedPostgres({ dataDir: folders[1] });
  await replicateSynchronously(primary);
  return {
    ownerUrl: both(primary.ownerUrl, standby.ownerUrl),
    appUrl: both(primary.appUrl, standby.appUrl),
    killPrimary: () => void process.kill(primary.pid, "SIGKILL"),
    promoteStandby: () =>
      run(standby.superuserUrl, "SELECT pg_promote(wait => true, wait_seconds => 60)").then(() => {}),
    async remove() {
      for (const folder of folders) {
        await endEmbeddedPostgres(folder);
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

function makeFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "latchkey-test-ha-"));
  chmodSync(folder, 0o711); // PostgreSQL's account passes through it
  return folder;
}

/** A base backup by the low-level API (PostgreSQL documentation, "Making a Base Backup Using the Low Level API"). */
async function copyTo(standby: Layout, primary: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: primary.superuserUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('standby', fast => true)");
    cpSync(path.join(primary.home, "data"), standby.data, {
      recursive: true,
      filter: (source) => !NOT_COPIED.has(path.basename(source)),
    });
    const { rows } = await client.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop()");
    writeFileSync(path.join(standby.data, "backup_label"), rows[0]?.labelfile ?? "");
  } finally {
    await client.end();
  }
  const { searchParams, username, password } = new URL(primary.superuserUrl);
  const source =
    `host=${searchParams.get("host")} port=5432 ` + `user=${username} password=${password} application_name=${STANDBY}`;
  appendFileSync(path.join(standby.data, "postgresql.auto.conf"), `primary_conninfo = '${source}'\n`);
  writeFileSync(path.join(standby.data, "standby.signal"), "");
  copyFileSync(path.join(primary.home, "credentials.json"), standby.credentials);
  const { account } = standby;
  if (account) spawnSync("chown", ["-R", `${account.uid}:${account.gid}`, standby.data, standby.credentials]);
}

async function replicateSynchronously(primary: EmbeddedPostgres): Promise<void> {
  await run(primary.superuserUrl, `ALTER SYSTEM SET synchronous_standby_names = '${STANDBY}'`);
  await run(primary.superuserUrl, "SELECT pg_reload_conf()");
  for (const deadline = Date.now() + IN_SYNC_MS; Date.now() < deadline; await sleep(100)) {
    const rows = await run(primary.superuserUrl, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
    if (rows.length > 0) return;
  }
  throw new Error("The standby did not come into sync");
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** One URL for both servers, which listen on unix sockets and share their roles' passwords. */
function both(first: string, second: string): string {
  const url = new URL(first);
  const hosts = [first, second].map((one) => new URL(one).searchParams.get("host"));
  url.searchParams.set("host", hosts.join(","));
  url.searchParams.set("target_session_attrs", "read-write");
  return url.toString();
}
