import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openEnvironment } from "./environment";
import { endEmbeddedPostgres } from "./embedded-postgres/end";
import { PlainError } from "./plain-error";
import { runNode } from "./node";
import { scratchFolder } from "./testing/scratch";

const scratch = scratchFolder();
const dataDir = path.join(scratch.folder, "data");
const file = path.join(dataDir, "secrets.json");
const settings = { NODE_ENV: "production", DATA_DIR: dataDir } as const;
const said: string[] = [];
const open = () => openEnvironment(settings, (line) => said.push(line));

afterAll(async () => {
  await endEmbeddedPostgres(dataDir);
  scratch.remove();
});

async function start(): Promise<Record<string, string>> {
  const opened = await open();
  await opened.close();
  return opened.variables;
}

const refusal = () =>
  start().then(
    () => "started",
    (error: unknown) => (error instanceof PlainError ? error.message : String(error)),
  );

let first: Record<string, string>;
beforeAll(async () => {
  first = await start();
}, 180_000);

test("a lost secrets.json is named and not replaced, and the start works again with the file back", async () => {
  renameSync(file, `${file}.elsewhere`);
  expect(await refusal()).toMatch(`${file} is missing`);
  expect(existsSync(file)).toBe(false);
  renameSync(`${file}.elsewhere`, file);
  expect(await start()).toEqual(first);
});

test("the secrets of another installation are refused, and the file is named", async () => {
  const own = readFileSync(file, "utf8");
  writeFileSync(file, own.replace(first.AUDIT_KEY ?? "", "x".repeat(43)));
  expect(await refusal()).toMatch(`${file} does not hold the keys that this database was written with: AUDIT_KEY`);
  writeFileSync(file, own);
});

test("keys in the environment that are not the database's are refused too", async () => {
  const refused = openEnvironment({ ...settings, AUTH_SECRET: "y".repeat(40), SETUP_CODE: "z".repeat(12) });
  await expect(refused).rejects.toThrow(/AUDIT_KEY and AUTH_SECRET/);
});

test("with DATABASE_URL, a lost secrets.json is named and not replaced either", async () => {
  const { variables, close } = await open();
  const elsewhere = path.join(scratch.folder, "elsewhere");
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = variables;
  const external = { ...settings, DATABASE_URL, MIGRATION_DATABASE_URL, DATA_DIR: elsewhere };
  await expect(openEnvironment(external)).rejects.toThrow(`${path.join(elsewhere, "secrets.json")} is missing`);
  expect(existsSync(path.join(elsewhere, "secrets.json"))).toBe(false);
  await close();
});

test("secrets that others can read are closed to them, and so is a directory in which they can write", async () => {
  chmodSync(file, 0o644);
  chmodSync(dataDir, 0o777);
  said.length = 0;
  await start();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o022).toBe(0);
  expect(said.join("\n")).toMatch(/mode 777.*\n.*secrets.json had mode 644/s);
});

test("a directory that all accounts share is refused", async () => {
  const mode = statSync(dataDir).mode;
  chmodSync(dataDir, 0o1777);
  expect(await refusal()).toMatch(/is shared by all accounts/);
  chmodSync(dataDir, mode);
});

test("killed after writing the file and before the database: the next start uses that file", async () => {
  const opened = await open();
  const owner = new pg.Client({ connectionString: opened.variables.MIGRATION_DATABASE_URL });
  await owner.connect();
  await owner.query(`DELETE FROM "Deployment"`);
  await owner.end();
  await opened.close();
  expect(await start()).toEqual(first);
});

test("npm run secrets:reset refuses if nothing is lost, and replaces a lost file", async () => {
  const reset = () =>
    runNode(["--import", "tsx", "tools/commands/secrets-reset.ts"], {
      environment: { ...process.env, ...settings, DATABASE_URL: "", AUTH_SECRET: "", SETUP_CODE: "" },
    });
  expect(await reset()).toMatchObject({ status: 1, output: expect.stringContaining("nothing is lost") });
  rmSync(file);
  const held = await startHolding();
  expect(await reset()).toMatchObject({ status: 1, output: expect.stringContaining("Stop every instance first") });
  await held();
  expect(await reset()).toMatchObject({ status: 0, output: expect.stringContaining("Began a new audit key") });
  const now = await start();
  expect(now.AUDIT_KEY).not.toBe(first.AUDIT_KEY);
}, 180_000);

/** A connected process of Latchkey, such as a gateway that still runs. */
async function startHolding(): Promise<() => Promise<void>> {
  const { startEmbeddedPostgres } = await import("./embedded-postgres");
  const embedded = await startEmbeddedPostgres({ dataDir });
  const client = new pg.Client({ connectionString: embedded.appUrl, application_name: "latchkey" });
  await client.connect();
  return async () => {
    await client.end();
    await embedded.stop();
  };
}
