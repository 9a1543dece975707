import { spawn } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PlainError } from "../plain-error";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "../testing/database";
import { nodeProgram, runNode, scripts } from "../node";
import { ROOT } from "../project";
import { scratchFolder, until } from "../testing/scratch";
import { migrate, resolveMigration } from ".";
import { checksumOf, knownMigrations, MIGRATIONS_FOLDER } from "./plan";

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe("on an empty database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createEmptyDatabase();
  });
  afterAll(() => database.drop());

  test("of two that migrate at once, one does it and the other finds nothing left to do", async () => {
    const results = await Promise.all([migrate(database), migrate(database)]);
    expect(results.map((done) => done.length).sort()).toEqual([0, knownMigrations().length]);
  });

  test("migrating again changes nothing", async () => {
    expect(await migrate(database)).toEqual([]);
  });

  test("a database newer than the code is left alone, by name", async () => {
    await connected(database.ownerUrl, (client) =>
      client.query(`
      INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
      VALUES ('x', 'x', '99990101000000_from_tomorrow', now(), now(), 1)`),
    );
    await expect(migrate(database)).rejects.toThrow(/newer.*99990101000000_from_tomorrow/s);
  });

  test("a migration that failed is named", async () => {
    await connected(database.ownerUrl, (client) =>
      client.query(`UPDATE "_prisma_migrations" SET finished_at = NULL, logs = 'no' WHERE id = 'x'`),
    );
    await expect(migrate(database)).rejects.toThrow(/99990101000000_from_tomorrow failed earlier: no\./);
  });
});

test("a migration that was cut short by a kill is done again", async () => {
  const database = await createEmptyDatabase();
  await connected(database.ownerUrl, async (client) => {
    await client.query(`CREATE TABLE "_prisma_migrations" (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL,
      logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
      applied_steps_count integer NOT NULL DEFAULT 0)`);
    await client.query(`INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('x', 'x', $1)`, [
      knownMigrations()[0],
    ]);
  });
  expect(await migrate(database)).toEqual(knownMigrations());
  await database.drop();
});

describe("a folder of migrations", () => {
  let database: TestDatabase;
  let scratch: ReturnType<typeof scratchFolder>;
  const write = (name: string, sql: string) => {
    mkdirSync(path.join(scratch.folder, name), { recursive: true });
    writeFileSync(path.join(scratch.folder, name, "migration.sql"), sql);
  };
  const run = (log?: (line: string) => void) =>
    migrate({ ownerUrl: database.ownerUrl, appUrl: database.ownerUrl }, log, scratch.folder);
  const ask = <Row extends object>(sql: string) =>
    connected(database.ownerUrl, async (client) => (await client.query<Row>(sql)).rows);
  const tables = async () =>
    (
      await ask<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^_' ORDER BY 1`,
      )
    ).map(({ name }) => name);
  beforeEach(async () => {
    database = await createEmptyDatabase();
    scratch = scratchFolder();
    write("1_first", "CREATE TABLE first (x int);\nCREATE TABLE second (x int);\n");
  });
  afterEach(async () => {
    scratch.remove();
    await database.drop();
  });

  test("is applied once, and later only what has been added", async () => {
    expect(await run()).toEqual(["1_first"]);
    write("2_third", "CREATE TABLE third (x int)");
    expect(await run()).toEqual(["2_third"]);
    expect(await tables()).toEqual(["first", "second", "third"]);
  });

  test("is recorded as Prisma records it", async () => {
    await run();
    expect(
      await ask(`SELECT "checksum", "migration_name", "logs", "rolled_back_at", "applied_steps_count",
        "id" ~ '^[0-9a-f-]{36}$' AS "isUuid", "finished_at" >= "started_at" AS "isFinished" FROM "_prisma_migrations"`),
    ).toEqual([
      {
        checksum: checksumOf(scratch.folder, "1_first"),
        migration_name: "1_first",
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
        isUuid: true,
        isFinished: true,
      },
    ]);
  });

  test("says which applied file was edited, and applies the rest", async () => {
    await run();
    write("1_first", "CREATE TABLE other (x int)");
    write("2_third", "CREATE TABLE third (x int)");
    const lines: string[] = [];
    expect(await run((line) => lines.push(line))).toEqual(["2_third"]);
    expect(lines[0]).toMatch(/1_first has been edited since it was applied/);
    expect(await tables()).toEqual(["first", "second", "third"]);
  });

  test("leaves nothing of a migration that fails, names it, and goes no further until it is resolved", async () => {
    write("2_bad", "CREATE TABLE third (x int);\nSELECT 1/0;\n");
    write("3_last", "CREATE TABLE last (x int)");
    await expect(run()).rejects.toThrow(/could not be migrated\. 2_bad failed: division by zero/);
    expect(await tables()).toEqual(["first", "second"]);
    await expect(run()).rejects.toThrow(/2_bad failed earlier: division by zero/);
    expect(
      await ask(
        `SELECT "logs", "finished_at", "applied_steps_count" FROM "_prisma_migrations"
          WHERE "migration_name" = '2_bad'`,
      ),
    ).toEqual([{ logs: "division by zero", finished_at: null, applied_steps_count: 0 }]);

    write("2_bad", "CREATE TABLE third (x int)");
    await resolveMigration(database.ownerUrl, "2_bad", "rolled-back");
    expect(await run()).toEqual(["2_bad", "3_last"]);
    expect(await tables()).toEqual(["first", "last", "second", "third"]);
  });

  test("skips a failed migration whose changes were made by hand", async () => {
    write("2_bad", "SELECT 1/0");
    await expect(run()).rejects.toThrow(PlainError);
    await resolveMigration(database.ownerUrl, "2_bad", "applied");
    expect(await run()).toEqual([]);
    await expect(resolveMigration(database.ownerUrl, "2_bad", "applied")).rejects.toThrow(/No failed migration/);
  });

  test("does not keep queries of a table waiting while it waits for the table's lock", async () => {
    await run();
    write("2_third", "ALTER TABLE first ADD y int");
    const migrated = await connected(database.ownerUrl, async (reader) => {
      await reader.query("BEGIN; SELECT * FROM first");
      const migrating = run();
      const waits = `SELECT 1 FROM pg_locks WHERE NOT "granted" AND "relation" = 'first'::regclass`;
      await until(async () => (await ask(waits)).length > 0);
      expect(await ask("SELECT * FROM first")).toEqual([]); // The reader's transaction is still open.
      await reader.query("COMMIT");
      return migrating;
    });
    expect(migrated).toEqual(["2_third"]);
  });

  test("may build an index without locking its table, which PostgreSQL allows outside a transaction only", async () => {
    write(
      "2_index",
      `-- CONCURRENTLY in a comment means nothing.\nDROP INDEX CONCURRENTLY IF EXISTS "by_x";\n` +
        `CREATE INDEX CONCURRENTLY "by_x" ON first (x);\n`,
    );
    expect(await run()).toEqual(["1_first", "2_index"]);
    expect(
      await ask(
        `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'first'::regclass AND indisvalid`,
      ),
    ).toEqual([{ name: "by_x" }]);
  });

  test("is finished by the next start when the process is killed in the middle of a migration", async () => {
    write("2_slow", "CREATE TABLE third (x int);\nSELECT pg_sleep(3) FROM first;\nCREATE TABLE fourth (x int);\n");
    write("1_first", "CREATE TABLE first (x int);\nINSERT INTO first VALUES (1);\n");
    const script = `import { migrate } from "./tools/migration/index.ts";
      const url = process.env.OWNER_URL;
      await migrate({ ownerUrl: url, appUrl: url }, undefined, process.env.FOLDER);`;
    const child = spawn(nodeProgram(), ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: ROOT,
      env: { ...process.env, OWNER_URL: database.ownerUrl, FOLDER: scratch.folder },
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
    await until(
      async () =>
        (await ask(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`))
          .length > 0,
    );
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
    expect(await tables()).toEqual(["first"]);
    await ask("DELETE FROM first");
    expect(await run()).toEqual(["2_slow"]);
    expect(await tables()).toEqual(["first", "fourth", "third"]);
  });
});

test("Prisma's own commands find nothing left to do", async () => {
  const database = await createEmptyDatabase();
  await migrate(database);
  const { status, output } = await runNode([scripts.prisma, "migrate", "deploy"], {
    environment: { ...process.env, DATABASE_URL: database.ownerUrl, MIGRATION_DATABASE_URL: database.ownerUrl },
  });
  expect(output).toContain("No pending migrations to apply");
  expect(status).toBe(0);
  await database.drop();
});

test("a database that Prisma migrated has the checksums that are expected here", async () => {
  expect(checksumOf(MIGRATIONS_FOLDER, "20261122130000_listeners")).toBe(
    "61179dcb2c8af5963580184e899fbd657f98cb73c0009cb387f726d8e5414c61",
  );
});

test("an instance waits for a migrating one longer than a statement of the application may take", async () => {
  const database = await createEmptyDatabase();
  const waited = await connected(database.ownerUrl, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [0x6c617463686b6579n.toString()]);
    const migrating = migrate(database);
    await Promise.race([migrating, new Promise((resolve) => setTimeout(resolve, 18_000))]);
    await client.query("SELECT pg_advisory_unlock_all()");
    return migrating;
  });
  expect(waited).toEqual(knownMigrations());
  await database.drop();
});

test("an upgrade renames tokens whose names look alike, in a database of any locale", async () => {
  const before = scratchFolder();
  const database = await createEmptyDatabase();
  for (const name of knownMigrations().filter((known) => known < "20261129070200"))
    cpSync(path.join(MIGRATIONS_FOLDER, name), path.join(before.folder, name), { recursive: true });
  await migrate(database, undefined, before.folder);
  const names = await connected(database.ownerUrl, async (client) => {
    await client.query(
      `INSERT INTO "Organization" ("id", "name", "code", "updatedAt")
        VALUES ('keen-hopper-100001', 'Org', 'ORG', now())`,
    );
    await client.query(
      `INSERT INTO "ApiToken" ("id", "organizationId", "name", "hint", "createdByName", "createdAt", "updatedAt")
       SELECT gen_random_uuid(), 'keen-hopper-100001', name, 'x', 'Ada', now() + make_interval(secs => at), now()
         FROM unnest($1::text[]) WITH ORDINALITY AS n(name, at)`,
      [
        [
          "ΠΕΛΑΤΗΣ",
          "πελατης",
          ...Array.from(
            { length: 300 },
            (_, n) => `Cron${"\u200b".repeat(n % 60)}${"\u2060".repeat(Math.floor(n / 60))}`,
          ),
        ],
      ],
    );
    await migrate(database);
    const { rows } = await client.query<{ name: string }>(`SELECT "name" FROM "ApiToken" ORDER BY "createdAt"`);
    return rows.map(({ name }) => name);
  });
  expect(names.slice(0, 2)).toEqual(["ΠΕΛΑΤΗΣ", "πελατης (2)"]);
  expect(names.at(2)).toBe("Cron");
  expect(names.at(-1)).toMatch(/^Cron.* \(300\)$/);
  before.remove();
  await database.drop();
});

describe("the role that serves requests", () => {
  let database: TestDatabase;
  let app: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = new pg.Client({ connectionString: database.appUrl });
    await app.connect();
  });
  afterAll(async () => {
    await app.end();
    await database.drop();
  });

  test.each([
    [`INSERT INTO "AuditEvent" DEFAULT VALUES`],
    [`UPDATE "AuditEvent" SET "message" = ''`],
    [`DELETE FROM "AuditEvent"`],
    [`TRUNCATE "AuditEvent"`],
    [`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`],
    [`UPDATE "AuditHead" SET "sequence" = 0`],
    [`INSERT INTO "AuditHead" DEFAULT VALUES`],
    [`DROP TABLE "User"`],
    [`TRUNCATE "User"`],
    [`CREATE TABLE mine (x int)`],
    [`CREATE TEMP TABLE mine (x int)`],
    [`SELECT * FROM "_prisma_migrations"`],
    [`CREATE ROLE mine`],
    [`SET ROLE latchkey_owner`],
  ])("may not %s", async (statement) => {
    await expect(app.query(statement)).rejects.toMatchObject({ code: "42501" });
  });

  test("reads and writes the rest, and reads the audit log", async () => {
    await app.query(`SELECT FROM "AuditEvent", "AuditHead"`);
    expect((await app.query(`DELETE FROM "User" WHERE false`)).rowCount).toBe(0);
  });

  test("reaches the audit chain, and the list of migrations, through three functions only", async () => {
    const { rows } = await app.query(`SELECT p.proname AS name FROM pg_proc p
      WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND has_function_privilege(p.oid, 'EXECUTE')
        ORDER BY 1`);
    expect(rows).toEqual([{ name: "applied_migrations" }, { name: "audit_append" }, { name: "audit_lock" }]);
  });
});

describe("a database that cannot be used", () => {
  test("is named by its variable, and the URL with its password is not shown", async () => {
    const failing = migrate({
      ownerUrl: "postgresql://me:hush@127.0.0.1:1/x",
      appUrl: "postgresql://me:hush@127.0.0.1:1/x",
    });
    const error: unknown = await failing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlainError);
    expect(String(error)).toMatch(/DATABASE_URL.*nothing listens/);
    expect(String(error)).not.toContain("hush");
  });

  test("for want of rights says which role needs them", async () => {
    const { appUrl, drop } = await createEmptyDatabase();
    await expect(migrate({ ownerUrl: appUrl, appUrl })).rejects.toThrow(
      /could not be migrated[\s\S]*permission denied/,
    );
    await drop();
  });
});
