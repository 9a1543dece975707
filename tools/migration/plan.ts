import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { PlainError } from "../plain-error";
import { inRoot } from "../project";

export const MIGRATIONS_FOLDER = inRoot("prisma/migrations");

interface Row {
  name: string;
  checksum: string;
  finished: boolean;
  /** Why it failed; null while it runs. */
  logs: string | null;
}

/** The migrations of this checkout that are not applied yet. Call it with the lock held. */
export async function pendingMigrations(
  client: pg.Client,
  folder = MIGRATIONS_FOLDER,
  log: (line: string) => void = () => undefined,
): Promise<string[]> {
  const known = knownMigrations(folder);
  const rows = await withoutInterrupted(client, await recorded(client));
  const failed = rows.find((row) => !row.finished);
  if (failed) {
    throw new PlainError(
      `The migration ${failed.name} failed earlier: ${failed.logs}. ` +
        `Correct the cause, then run: npm run migrate -- --rolled-back ${failed.name} (or --applied, if you have ` +
        "made its changes by hand).",
    );
  }
  const applied = new Set(rows.map((row) => row.name));
  const unknown = [...applied].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new PlainError(
      `The database is newer than this version of Latchkey: it has had the migration ${unknown.join(", ")}, ` +
        "which is not known here. Start the newer version, or restore a backup from before.",
    );
  }
  for (const { name } of rows.filter((row) => row.checksum !== checksumOf(folder, row.name)))
    log(`The migration ${name} has been edited since it was applied. Its changes are not applied: restore the file.`);
  return known.filter((name) => !applied.has(name));
}

/** What Prisma records as a migration's checksum: the SHA-256 of its file, in hexadecimal digits. */
export function checksumOf(folder: string, name: string): string {
  return createHash("sha256").update(readMigration(folder, name)).digest("hex");
}

/** The SQL of a migration. */
export function readMigration(folder: string, name: string): string {
  return readFileSync(path.join(folder, name, "migration.sql"), "utf8");
}

/** The names of the migrations in a folder, in order. */
export function knownMigrations(folder = MIGRATIONS_FOLDER): string[] {
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
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, checksum, logs FROM "_prisma_migrations"
      WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

/**
 * The process of a migration that neither finished nor failed has ended, because this process holds the lock. Either
 * PostgreSQL rolled it back or it can run again, so it is pending.
 */
async function withoutInterrupted(client: pg.Client, rows: Row[]): Promise<Row[]> {
  const ended = rows.filter((row) => row.finished || row.logs !== null);
  if (ended.length === rows.length) return rows;
  await client.query(`UPDATE "_prisma_migrations" SET rolled_back_at = now()
    WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NULL`);
  return ended;
}
