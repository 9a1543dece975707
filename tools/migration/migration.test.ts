import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlainError } from "../plain-error";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "../testing/database";
import { migrate } from ".";
import { knownMigrations } from "./plan";

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
    await expect(migrate(database)).rejects.toThrow(/99990101000000_from_tomorrow failed halfway/);
  });
});

test("a migration that was cut short by a kill is done again", async () => {
  const database = await createEmptyDatabase();
  await connected(database.ownerUrl, async (client) => {
    await client.query(`CREATE TABLE "_prisma_migrations" (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
      logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    await client.query(`INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ('x', 'x', $1)`, [
      knownMigrations()[0],
    ]);
  });
  expect(await migrate(database)).toEqual(knownMigrations());
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
      WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1`);
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
