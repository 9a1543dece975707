import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/database";
import { scratchFolder, until } from "../testing/scratch";
import { exportDatabase } from "./export";
import { importDatabase } from "./import";

const scratch = scratchFolder();
const at = (name: string) => path.join(scratch.folder, name);
const environment = { NODE_ENV: "production", DATA_DIR: at("data") } as const;
let source: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  source = await createTestDatabase();
  client = new pg.Client({ connectionString: source.ownerUrl });
  await client.connect();
  await addUser("ada@example.com");
  await exportDatabase(source.ownerUrl, environment, at("export"));
});
afterAll(async () => {
  await client.end();
  await source.drop();
  scratch.remove();
});

function addUser(email: string) {
  return client.query(
    `INSERT INTO "User" ("id", "email", "name", "passwordHash", "updatedAt")
     VALUES (gen_random_uuid(), $1, 'Ada', '$argon2id$none', now())`,
    [email],
  );
}

test("an export is of one moment: what is committed while it is written is not in it", async () => {
  await client.query("BEGIN");
  await client.query(`LOCK TABLE "AuditHead"`); // copied before the users
  const exporting = exportDatabase(source.ownerUrl, environment, at("one-moment"));
  const isWaiting = `SELECT 1 FROM pg_locks WHERE relation = '"AuditHead"'::regclass AND NOT granted`;
  await until(async () => (await client.query(isWaiting)).rows.length > 0);
  await addUser("late@example.com");
  await client.query("COMMIT");
  expect(await exporting).toMatchObject({ User: 1 });
});

test.each<[string, (text: string) => string, string]>([
  ["was cut short", (text) => text.slice(0, text.indexOf("ada@example.com")), "it ends early"],
  ["misses its end", (text) => text.replace(/\{"end".*\n$/, ""), "it ends early"],
  ["was altered", (text) => text.replace("ada@example.com", "eve@example.com"), "its checksum does not match"],
  ["is of another version", (text) => text.replace(/(?<="migrations":\[)"[^"]*",/, ""), "another version of Latchkey"],
])("an export that %s is refused, and nothing of it is imported", async (what, change, message) => {
  const text = gunzipSync(readFileSync(at("export"))).toString();
  expect(change(text)).not.toBe(text);
  const file = at(what.replaceAll(" ", "-"));
  writeFileSync(file, gzipSync(change(text)));
  const target = await createTestDatabase();
  await expect(importDatabase(target, file)).rejects.toThrow(message);
  const empty = new pg.Client({ connectionString: target.ownerUrl });
  await empty.connect();
  expect((await empty.query(`SELECT 1 FROM "User"`)).rows).toEqual([]);
  await empty.end();
  await target.drop();
});
