import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";
import { runNode } from "../node";
import { createEmptyDatabase } from "../testing/database";
import { scratchFolder } from "../testing/scratch";
import { restore, type RestoreOptions } from "./restore";

const scratch = scratchFolder();
const at = (name: string) => path.join(scratch.folder, name);
const source = at("source");
const backup = at("latchkey.backup");
const revocations = at("revocations");
let server: EmbeddedPostgres;

/** Runs a command on a data directory, or on the database that `variables` name. */
async function run(command: string, args: string[], variables: Record<string, string>) {
  const environment = { ...process.env, DATABASE_URL: "", MIGRATION_DATABASE_URL: "", AUTH_SECRET: "", SETUP_CODE: "" };
  return runNode(["--import", "tsx", `tools/commands/${command}.ts`, ...args], {
    environment: { ...environment, ...variables },
    timeoutMs: 120_000,
  });
}

async function query<Row extends object>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** Runs `work` on the database of a data directory. */
async function on<T>(dataDir: string, work: (url: string) => Promise<T>): Promise<T> {
  const restored = await startEmbeddedPostgres({ dataDir });
  try {
    return await work(restored.ownerUrl);
  } finally {
    await restored.stop();
  }
}

/** Restores in this process a backup that is refused: a restore that is not ends with this process's connections. */
const restoreTo = (dataDir: string, options: Partial<RestoreOptions> = {}) => {
  const file = options.file ?? backup;
  return restore({ NODE_ENV: "production", DATA_DIR: dataDir }, { secrets: `${file}.secrets.json`, ...options, file });
};

/** A moment to which `--revoke-since` goes back. */
const SINCE = "2026-05-01T00:00:00Z";

const liveTokens = (url: string) =>
  query<{ id: string; organizationId: string }>(
    url,
    `SELECT "id", "organizationId" FROM "ApiToken" WHERE "revokedAt" IS NULL ORDER BY 1`,
  );

let tokens: { id: string; organizationId: string }[];
/** Live when the backup is made, and revoked afterwards. */
let revokedSince: string;
/** People with a session when the backup is made. */
let sessions: number;

/**
 * Sets when tokens were created and used: the first was created at `time`, the second used, and the others neither
 * since.
 */
async function setTimes(url: string, time: string): Promise<void> {
  const [created, used] = tokens.map(({ id }) => id);
  const setCreated = `UPDATE "ApiToken" SET "createdAt" = $1::timestamptz`;
  await query(url, `${setCreated} - interval '1 second'`, [time]);
  await query(url, `${setCreated} WHERE "id" = $2`, [time, created]);
  await query(url, `DELETE FROM "TokenActivity"`);
  await query(
    url,
    `INSERT INTO "TokenActivity" ("tokenId", "organizationId", "at")
     SELECT "id", "organizationId", $1::timestamptz - CASE "id" WHEN $2 THEN interval '0' ELSE interval '1 second' END
     FROM "ApiToken"`,
    [time, used],
  );
}

beforeAll(async () => {
  expect(await run("seed", ["--json"], { DATA_DIR: source })).toMatchObject({ status: 0 });
  server = await startEmbeddedPostgres({ dataDir: source });
  tokens = await liveTokens(server.ownerUrl);
  revokedSince = tokens[0]?.id ?? "";
  await setTimes(server.ownerUrl, SINCE);
  const opened = `INSERT INTO "Session" ("id", "userId", "expiresAt")
    SELECT gen_random_uuid(), "id", now() + interval '1 day' FROM "User" RETURNING 1`;
  sessions = (await query(server.ownerUrl, opened)).length;
  expect(await run("backup", [backup], { DATA_DIR: source })).toMatchObject({ status: 0 });
  await query(server.ownerUrl, `UPDATE "ApiToken" SET "revokedAt" = now() WHERE "id" = $1`, [revokedSince]);
  expect(await run("revocations-export", [revocations], { DATA_DIR: source })).toMatchObject({ status: 0 });
}, 300_000);

afterAll(async () => {
  await server.stop();
  scratch.remove();
});

test("a backup is made while the server runs, is private, and never replaces a file", async () => {
  for (const file of [backup, `${backup}.secrets.json`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  const secrets = readFileSync(path.join(source, "secrets.json"), "utf8");
  const key = (JSON.parse(secrets) as { AUTH_SECRET: string }).AUTH_SECRET;
  expect(readFileSync(`${backup}.secrets.json`, "utf8")).toContain(key);
  const again = await run("backup", [backup], { DATA_DIR: source });
  expect(again.status).toBe(1);
  expect(again.output).toContain(`${backup} is there already`);
});

test("a restored backup has every token, a verified log and no session, and says what is good again", async () => {
  const target = at("restored");
  const { status, output } = await run("restore", [backup], { DATA_DIR: target });
  expect({ status, output }).toMatchObject({ status: 0 });
  expect(output).toContain("audit chains verified; all checksums fit");
  expect(output).toContain("are good again");
  expect(output).toContain(`Ended all sessions (${sessions}).`);
  await on(target, async (url) => {
    expect(await liveTokens(url)).toEqual(tokens);
    expect(await query(url, `SELECT 1 FROM "Session"`)).toEqual([]);
    const [event] = await query(
      url,
      `SELECT "action" FROM "AuditEvent" WHERE "chain" = 'system' ORDER BY "sequence" DESC`,
    );
    expect(event).toEqual({ action: "deployment.restored" });
  });
  expect(await run("audit-verify", [], { DATA_DIR: target })).toMatchObject({ status: 0 });
});

test("a restore revokes what the list of revocations names, with an audit event and in the feed", async () => {
  const target = at("with-list");
  expect(await run("restore", [backup, "--revocations", revocations], { DATA_DIR: target })).toMatchObject({
    status: 0,
  });
  await on(target, async (url) => {
    expect(await liveTokens(url)).toEqual(tokens.slice(1));
    const values = [revokedSince];
    expect(await query(url, `SELECT 1 FROM "Revocation" WHERE "tokenId" = $1`, values)).toHaveLength(1);
    const events = `SELECT "actorName" FROM "AuditEvent" WHERE "action" = 'token.revoked' AND "resourceId" = $1`;
    expect(await query(url, events, values)).toEqual([{ actorName: "restore" }]);
  });
});

test("a restore with --revoke-since revokes every token created or used since, and no other", async () => {
  const target = at("since");
  expect(await run("restore", [backup, "--revoke-since", SINCE], { DATA_DIR: target })).toMatchObject({ status: 0 });
  await on(target, async (url) => expect(await liveTokens(url)).toEqual(tokens.slice(2)));
});

test("the WAL that a backup needs is kept until the backup is written", async () => {
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  let isOver = false;
  const made = run("backup", [at("busy")], { DATA_DIR: source }).finally(() => (isOver = true));
  while (!isOver) {
    // Each checkpoint removes the WAL before it, unless something keeps it.
    await client.query("SELECT pg_logical_emit_message(true, 'test', 'x'), pg_switch_wal()");
    await client.query("CHECKPOINT");
    await sleep(50);
  }
  await client.end();
  expect(await made).toMatchObject({ status: 0, output: expect.stringContaining("and checked") });
});

describe("a backup that is not in order", () => {
  const damaged = (name: string, damage: (file: string) => void) => {
    const file = at(name);
    copyFileSync(backup, file);
    copyFileSync(`${backup}.secrets.json`, `${file}.secrets.json`);
    damage(file);
    return file;
  };

  test("is refused when it was cut short, and what was restored of it does not start", async () => {
    const cut = damaged("cut", (file) => truncateSync(file, Math.floor(statSync(file).size / 2)));
    const target = at("half");
    await expect(restoreTo(target, { file: cut })).rejects.toThrow("is not a whole backup");
    await expect(startEmbeddedPostgres({ dataDir: target })).rejects.toThrow("did not finish");
    expect(await run("restore", [backup], { DATA_DIR: target })).toMatchObject({ status: 0 });
  });

  /** Changes the text in which the backup says what is in it. It keeps its length. */
  const nextDigit = (digit: string) => String((Number(digit) + 1) % 10);
  const changeFacts = (file: string, pattern: RegExp, by: (text: string) => string) => {
    const archive = gunzipSync(readFileSync(file));
    const start = archive.lastIndexOf('{"format":1');
    const facts = archive.subarray(start).toString("latin1");
    const changed = facts.replace(pattern, by);
    expect(changed).not.toBe(facts);
    archive.write(changed, start, "latin1");
    writeFileSync(file, gzipSync(archive, { level: 1 }));
  };

  test.each<[string, (file: string) => void, string]>([
    [
      "it has another number of tokens than were counted",
      (file) => changeFacts(file, /(?<="tokens":)\[(\d+),\1\]/, (counts) => counts.replace(/\d(?=[,\]])/g, nextDigit)),
      "were counted when it was made",
    ],
    [
      "its secrets are those of another installation",
      (file) => {
        const secrets = readFileSync(`${file}.secrets.json`, "utf8");
        writeFileSync(`${file}.secrets.json`, secrets.replace(/(?<="AUDIT_KEY": ")[\w-]{43}/, "x".repeat(43)));
      },
      "does not hold the keys that this database was written with: AUDIT_KEY",
    ],
  ])("is refused when %s", async (what, damage, message) => {
    const file = damaged(what.replaceAll(" ", "-"), damage);
    const target = at(`from-${path.basename(file)}`);
    await expect(restoreTo(target, { file })).rejects.toThrow(message);
    await expect(startEmbeddedPostgres({ dataDir: target })).rejects.toThrow("did not finish");
  });

  const NOT_IN_ORDER = { status: 1, output: expect.stringContaining("The audit log in the backup is not in order") };

  test("is refused when an audit chain does not have the event that was its last", async () => {
    const file = damaged("other-head", (copy) => changeFacts(copy, /(?<="mac":"[a-f]*)\d/, nextDigit));
    expect(await run("restore", [file], { DATA_DIR: at("from-other-head") })).toMatchObject(NOT_IN_ORDER);
  });

  test("is refused when its audit log was altered before", async () => {
    const first = `"chain" = '${tokens[0]?.organizationId}' AND "sequence" = 1`;
    const setMessage = (value: string) =>
      query(
        server.ownerUrl,
        `ALTER TABLE "AuditEvent" DISABLE TRIGGER USER;
         UPDATE "AuditEvent" SET "message" = ${value} WHERE ${first};
         ALTER TABLE "AuditEvent" ENABLE ALWAYS TRIGGER "AuditEvent_immutable"`,
      );
    await setMessage(`'!' || "message"`);
    const made = await run("backup", [at("tampered")], { DATA_DIR: source });
    await setMessage(`substr("message", 2)`);
    expect(made).toMatchObject({ status: 0 });
    expect(await run("restore", [at("tampered")], { DATA_DIR: at("from-tampered") })).toMatchObject(NOT_IN_ORDER);
  });
});

test("a restore that was killed before its last step begins again", async () => {
  const target = at("restored");
  writeFileSync(path.join(target, "restore-unfinished"), ""); // as if killed between its last two steps
  await expect(startEmbeddedPostgres({ dataDir: target })).rejects.toThrow("did not finish");
  expect(await run("restore", [backup], { DATA_DIR: target })).toMatchObject({ status: 0 });
  await on(target, async (url) => expect(await liveTokens(url)).toEqual(tokens));
});

test("a backup without keys, of an installation that got them from its environment, says so", async () => {
  const secrets = at("no-keys.json");
  writeFileSync(secrets, JSON.stringify({ secrets: null, credentials: {} }));
  const refused = await run("restore", [backup, "--secrets", secrets], { DATA_DIR: at("no-keys") });
  expect(refused.status).toBe(1);
  expect(refused.output).toContain("Set the same AUTH_SECRET and AUDIT_KEY");
});

test("a restore never touches a directory that has a database", async () => {
  const refused = await run("restore", [backup], { DATA_DIR: source });
  expect(refused.status).toBe(1);
  expect(refused.output).toMatch(/is not empty|already/);
  expect(await liveTokens(server.ownerUrl)).toHaveLength(tokens.length - 1);
});

test("an export moves all rows to a PostgreSQL of one's own, once, and the keys go with it", async () => {
  const file = at("export");
  expect(await run("export", [file], { DATA_DIR: source })).toMatchObject({ status: 0 });
  const database = await createEmptyDatabase();
  const dataDir = at("external");
  const urls = { DATABASE_URL: database.appUrl, MIGRATION_DATABASE_URL: database.ownerUrl, DATA_DIR: dataDir };
  const imported = await run("import", [file], urls);
  expect(imported).toMatchObject({ status: 0 });
  expect(imported.output).toContain("audit chains verified");
  expect(await liveTokens(database.ownerUrl)).toEqual(await liveTokens(server.ownerUrl));
  expect(await query(database.ownerUrl, `SELECT 1 FROM "Session"`)).toEqual([]);
  for (const table of ["User", "TokenSecret", "Space", "Asset", "AssetResult", "Policy"]) {
    const rows = `SELECT t::text FROM "${table}" t ORDER BY 1`;
    expect(await query(database.ownerUrl, rows)).toEqual(await query(server.ownerUrl, rows));
  }
  expect(existsSync(path.join(dataDir, "secrets.json"))).toBe(true);
  const again = await run("import", [file], urls);
  expect(again.status).toBe(1);
  expect(again.output).toContain("The database is not empty");
  await database.drop();
});
