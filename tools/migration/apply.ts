import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { codeOf, PlainError } from "../plain-error";
import { checksumOf, MIGRATIONS_FOLDER, readMigration } from "./plan";

/** The table as Prisma's `migrate` commands create and read it. */
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

const START = `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at")
  VALUES ($1, $2, $3, clock_timestamp())`;
const FINISH = `UPDATE "_prisma_migrations" SET "finished_at" = clock_timestamp(), "applied_steps_count" = 1
  WHERE "id" = $1`;
const FAIL = `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "logs") VALUES ($1, $2, $3, $4)
  ON CONFLICT ("id") DO UPDATE SET "logs" = excluded."logs"`;

const RESOLVE = {
  "rolled-back": `UPDATE "_prisma_migrations" SET "rolled_back_at" = now() WHERE `,
  applied: `UPDATE "_prisma_migrations" SET "finished_at" = now(), "logs" = NULL WHERE `,
} as const;
const FAILED = `"migration_name" = $1 AND "finished_at" IS NULL AND "rolled_back_at" IS NULL`;

/** How a failed migration was resolved. */
export type Outcome = keyof typeof RESOLVE;

/**
 * How long a migration waits for a lock, in ms. All later queries of the table wait behind it, token checks among them,
 * which give up after 850 ms.
 */
const LOCK_TIMEOUT_MS = 500;
const LOCK_ATTEMPTS = 120;
const LOCK_PAUSE_MS = 2_000;

/** A statement that PostgreSQL refuses inside a transaction, such as CREATE INDEX CONCURRENTLY. */
const OUTSIDE_TRANSACTION = /^[^-\n]*\bCONCURRENTLY\b/im;

interface Migration {
  /** The id of its row in `_prisma_migrations`. */
  readonly id: string;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Applies migrations in the given order and records each in `_prisma_migrations`, as `prisma migrate deploy` does. One
 * migration and its record are one transaction. A file with CONCURRENTLY in it is run statement by statement instead:
 * it must be possible to run it again. Throws PlainError at the first that fails, which stays recorded with its error.
 * Call it with the lock held.
 */
export async function applyMigrations(
  client: pg.Client,
  names: readonly string[],
  folder = MIGRATIONS_FOLDER,
): Promise<void> {
  if (names.length > 0) await createTable(client);
  for (const name of names) {
    const migration = {
      id: randomUUID(),
      name,
      sql: readMigration(folder, name),
      checksum: checksumOf(folder, name),
    };
    try {
      await (OUTSIDE_TRANSACTION.test(migration.sql) ? runStatements : runWithRetries)(client, migration);
    } catch (error) {
      if (isLockFailure(error))
        throw new PlainError(`The database could not be migrated. ${name} got no lock: ${messageOf(error)}`, {
          cause: error,
        });
      await recordFailure(client, migration, error);
      throw new PlainError(`The database could not be migrated. ${name} failed: ${messageOf(error)}`, { cause: error });
    }
  }
}

/** Records how a failed migration was resolved. Throws PlainError if no such migration failed. */
export async function recordOutcome(client: pg.Client, name: string, outcome: Outcome): Promise<void> {
  const { rowCount } = await client.query(RESOLVE[outcome] + FAILED, [name]);
  if (rowCount === 0) throw new PlainError(`No failed migration has the name ${name}.`);
}

async function createTable(client: pg.Client): Promise<void> {
  try {
    await client.query(TABLE);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    throw new PlainError(`The database could not be migrated: ${messageOf(error)}.`, { cause: error });
  }
}

/** Retries while another transaction holds a lock. Until then nothing is changed or recorded. */
async function runWithRetries(client: pg.Client, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runTransaction(client, migration);
    } catch (error) {
      if (!isLockFailure(error) || attempt === LOCK_ATTEMPTS) throw error;
      await client.query("ROLLBACK");
      await sleep(LOCK_PAUSE_MS);
    }
  }
}

/** lock_not_available, deadlock_detected. */
const isLockFailure = (error: unknown) => ["55P03", "40P01"].includes(codeOf(error) ?? "");

async function runTransaction(client: pg.Client, { id, name, sql, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  await client.query(START, [id, checksum, name]);
  await client.query(sql);
  await client.query(FINISH, [id]);
  await client.query("COMMIT");
}

/** Splits at semicolons at the end of a line. Such a file has no functions. */
async function runStatements(client: pg.Client, { id, name, sql, checksum }: Migration): Promise<void> {
  await client.query(START, [id, checksum, name]);
  for (const statement of sql.split(/;[ \t]*(?:\r?\n|$)/)) if (statement.trim() !== "") await client.query(statement);
  await client.query(FINISH, [id]);
}

/** Records the error, unless the connection is lost. Then the next start runs the migration again. */
async function recordFailure(client: pg.Client, { id, name, checksum }: Migration, error: unknown): Promise<void> {
  try {
    await client.query("ROLLBACK");
    await client.query(FAIL, [id, checksum, name, messageOf(error)]);
  } catch {
    // The first error has the reason.
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
