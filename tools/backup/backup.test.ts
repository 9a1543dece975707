import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";
import { runNode } from "../node";
import { createEmptyDatabase } from "../testing/database";
import { scratchFolder } from "../testing/scratch";

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

const liveTokens = (url: string) =>
  query<{ id: string; organizationId: string }>(
    url,
    `SELECT "id", "organizationId" FROM "ApiToken" WHERE "revokedAt" IS NULL ORDER BY 1`,
  );

let tokens: { id: string; organizationId: string }[];
/** Live when the backup is made, and revoked afterwards. */
let revokedSince: string;

beforeAll(async () => {
  expect(await run("seed", ["--json"], { DATA_DIR: source })).toMatchObject({ status: 0 });
  server = await startEmbeddedPostgres({ dataDir: source });
  tokens = await liveTokens(server.ownerUrl);
  revokedSince = tokens[0]?.id ?? "";
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
    expect((await liveTokens(url)).map(({ id }) => id)).not.toContain(revokedSince);
    const values = [revokedSince];
    expect(await query(url, `SELECT 1 FROM "Revocation" WHERE "tokenId" = $1`, values)).toHaveLength(1);
    const events = `SELECT "actorName" FROM "AuditEvent" WHERE "action" = 'token.revoked' AND "resourceId" = $1`;
    expect(await query(url, events, values)).toEqual([{ actorName: "restore" }]);
  });
});

test("a restore with --revoke-since revokes every token created or used since", async () => {
  const target = at("since");
  const args = [backup, "--revoke-since", "2020-01-01T00:00:00Z"];
  expect(await run("restore", args, { DATA_DIR: target })).toMatchObject({ status: 0 });
  await on(target, async (url) => expect(await liveTokens(url)).toEqual([]));
});

describe("a backup that is not whole", () => {
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
    const refused = await run("restore", [cut], { DATA_DIR: target });
    expect(refused.status).toBe(1);
    expect(refused.output).toContain("is not a whole backup");
    await expect(startEmbeddedPostgres({ dataDir: target })).rejects.toThrow("did not finish");
    expect(await run("restore", [backup], { DATA_DIR: target })).toMatchObject({ status: 0 });
  });

  test("is refused when it was altered", async () => {
    const altered = damaged("altered", (file) => {
      const descriptor = openSync(file, "r+");
      writeSync(descriptor, Buffer.from([1, 2, 3, 4]), 0, 4, Math.floor(statSync(file).size / 2));
      closeSync(descriptor);
    });
    const refused = await run("restore", [altered], { DATA_DIR: at("from-altered") });
    expect(refused.status).toBe(1);
    expect(refused.output).toContain("is not a whole backup");
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
