import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { PlainError } from "../plain-error";
import { inRoot } from "../project";

interface Row {
  name: string;
  finished: boolean;
  /** Whether the engine wrote down why it failed. */
  explained: boolean;
}

/** The migrations of this checkout that the database has not had. Call it with the lock held. */
export async function pendingMigrations(client: pg.Client, known = knownMigrations()): Promise<string[]> {
  await forgetInterrupted(client);
  const rows = await recorded(client);
  const failed = rows.find((row) => !row.finished);
  if (failed) {
    throw new PlainError(
      `The migration ${failed.name} failed halfway earlier. Look at what it did, mend it, and tell Prisma: npm run prisma -- migrate resolve --rolled-back ${failed.name} (or --applied), with DATABASE_URL set to the owner's URL.`,
    );
  }
  const applied = new Set(rows.map((row) => row.name));
  const unknown = [...applied].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new PlainError(
      `The database is newer than this version of Latchkey: it has had the migration ${unknown.join(", ")}, which is not known here. Start the newer version, or restore a backup from before.`,
    );
  }
  return known.filter((name) => !applied.has(name));
}

/** The names of the migrations in a folder, in their order. */
export function knownMigrations(folder = inRoot("prisma/migrations")): string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, "migration.sql")))
    .sort();
}

async function recorded(client: pg.Client): Promise<Row[]> {
  const table = await client.query<{ found: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS found`,
  );
  if (!table.rows[0]?.found) return [];
  const { rows } = await client.query<Row>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, logs IS NOT NULL AS explained FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

/**
 * A migration that neither finished nor failed was cut short by the end of its process: as we hold the lock, nobody is
 * at it. PostgreSQL ran it as one transaction and took it back, so it is due again.
 */
async function forgetInterrupted(client: pg.Client): Promise<void> {
  const interrupted = (await recorded(client)).filter((row) => !row.finished && !row.explained);
  if (interrupted.length === 0) return;
  await client.query(`UPDATE "_prisma_migrations" SET rolled_back_at = now()
    WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL`);
}
