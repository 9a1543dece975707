import { execFileSync } from "node:child_process";
import { chmodSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, expect } from "vitest";
import { freePort } from "../../../tools/launcher/address";
import { startDaemon, type Daemon } from "../../../tools/testing/daemon";
import { testWith } from "../../../tools/testing/programs";
import { scratchFolder } from "../../../tools/testing/scratch";
import { issueTokens } from "../../../tools/testing/tokens";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, pool } from "../../platform/db";
import { keepsNames } from "../../platform/db/statement-names";
import { inTransaction } from "../../platform/db/transaction";
import { processWide } from "../../platform/process-wide";
import { digestKey } from "../credentials/token-digest";
import { findUsable } from "../authenticate/api-token";
import { findRecord } from "./token-record";
import { waitForInvalidations } from "./revoking-transaction";
import { tokenCache } from ".";
import { Listener } from "./listener";
import { TokenCache } from "./token-cache";

const urls = useTestDatabase();
let bouncer: Daemon | undefined;
const scratch = scratchFolder();

afterEach(async () => {
  await tokenCache().stop();
  await closeDatabase();
  await bouncer?.stop();
  scratch.remove();
});

/** PgBouncer in transaction mode before the test's database; returns the URL that goes through it. */
async function startBouncer(file: string): Promise<string> {
  const direct = new URL(urls.appUrl);
  const port = await freePort();
  const users = path.join(scratch.folder, "users.txt");
  const settings = path.join(scratch.folder, "pgbouncer.ini");
  writeFileSync(users, `"${direct.username}" "${decodeURIComponent(direct.password)}"\n`);
  const database =
    `${direct.pathname.slice(1)} = host=${direct.searchParams.get("host")} ` +
    `port=${direct.searchParams.get("port") ?? (direct.port || "5432")}`;
  const lines = [
    "[databases]",
    database,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = scram-sha-256",
    `auth_file = ${users}`,
    "pool_mode = transaction",
    "default_pool_size = 3",
    "ignore_startup_parameters = statement_timeout",
  ];
  writeFileSync(settings, lines.join("\n"));
  for (const part of [scratch.folder, users, settings]) chmodSync(part, 0o755);
  bouncer = await startDaemon({ file, args: [...accountOf(direct.searchParams.get("host") ?? ""), settings], port });
  return `postgresql://${direct.username}:${direct.password}@127.0.0.1:${port}${direct.pathname}`;
}

/** PgBouncer refuses to run as root, and only PostgreSQL's own account may enter the folder of its socket. */
function accountOf(socketFolder: string): string[] {
  if (process.getuid?.() !== 0) return [];
  return ["-u", execFileSync("id", ["-un", String(statSync(socketFolder).uid)], { encoding: "utf8" }).trim()];
}

testWith(
  "pgbouncer",
  "pgbouncer",
  "behind PgBouncer in transaction mode the cache stays off, checks and changes work, and no setting leaks",
  async (file) => {
    const { tokens } = await issueTokens(urls.ownerUrl, 12);
    await makeDurable(urls.ownerUrl);
    const pooled = await startBouncer(file);
    process.env.DATABASE_URL = pooled;
    await Promise.all(tokens.map(() => pool().query("SELECT pg_sleep(0.1)"))); // connects at its own pace
    const change = () =>
      inTransaction(async (tx) => ({ ok: true, found: await tx.$queryRaw`/* prepared as one */ SELECT 1 AS one` }));
    for (let round = 0; round < 4; round += 1)
      expect(await Promise.all(tokens.map(change))).toEqual(tokens.map(() => ({ ok: true, found: [{ one: 1 }] })));
    expect(keepsNames()).toBe(false);
    Object.assign(
      processWide("prepared-names", () => ({})),
      { last: true },
    ); // for the checks
    const cache = new TokenCache({ feed: (sink) => new Listener(pooled, sink), find: findRecord });
    cache.start();
    try {
      // Several connections at once, so that a statement prepared on one is asked for on another.
      for (let round = 0; round < 8; round += 1) {
        const found = await Promise.all(tokens.map(async ({ secret }) => findUsable(secret)));
        expect(found.map((known) => known?.record.tokenId)).toEqual(tokens.map(({ id }) => id));
        cache.find(digestKey(tokens[round]?.secret ?? ""));
        expect(cache.state).toEqual({ holds: false, size: 0 });
        await sleep(100);
      }
      await waitForInvalidations();
      const commits = await Promise.all(
        Array.from({ length: 6 }, () =>
          pool().query<{ value: string }>("SELECT current_setting('synchronous_commit') AS value, pg_sleep(0.1)"),
        ),
      );
      expect(new Set(commits.map(({ rows }) => rows[0]?.value))).toEqual(new Set(["on"]));
    } finally {
      await cache.stop();
    }
  },
);

/** The test cluster trades durability for speed; this test needs durability. */
async function makeDurable(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`ALTER DATABASE "${new URL(connectionString).pathname.slice(1)}" SET synchronous_commit = on`);
  await client.end();
}
