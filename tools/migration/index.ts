import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { withStatementLimit } from "../../lib/platform/db/client";
import { PlainError } from "../plain-error";
import { applyMigrations, type Outcome, recordOutcome } from "./apply";
import { reindexNames } from "./collation";
import { connectTo } from "./connection";
import { applyGrants } from "./grants";
import { MIGRATIONS_FOLDER, pendingMigrations } from "./plan";

/** The URLs of a database for its owner and for the role that serves requests. They may be the same. */
export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
}

// The key of the advisory lock of all migrations: "latchkey" in ASCII, cut to 63 bits.
const LOCK = 0x6c617463686b6579n;
const LOCK_WAIT_MS = 600_000;
const LOCK_INTERVAL_MS = 250;
/** How long one statement of a migration may take, in ms: longer than another instance waits for the lock. */
const STATEMENT_LIMIT_MS = 3_600_000;

/**
 * Applies the migrations of this checkout and grants the serving role its rights, under a lock, so that any number of
 * instances may start at once. Rebuilds the indexes of names after an upgrade of ICU. Changes nothing if the database
 * is up to date. Throws PlainError if the database cannot be reached, lacks rights, or is newer than the code.
 */
export async function migrate(
  urls: DatabaseUrls,
  log: (line: string) => void = () => undefined,
  folder = MIGRATIONS_FOLDER,
): Promise<string[]> {
  return withLock(urls.ownerUrl, async (owner) => {
    const pending = await pendingMigrations(owner, folder, log);
    if (pending.length > 0)
      log(`Migrating the database (${pending.length === 1 ? pending[0] : `${pending.length} migrations`}).`);
    await applyMigrations(owner, pending, folder);
    await applyGrants(owner, urls.appUrl);
    await reindexNames(owner, log);
    return pending;
  });
}

/** Records that a failed migration was undone and will run again, or that its changes were made by hand. */
export async function resolveMigration(ownerUrl: string, name: string, outcome: Outcome): Promise<void> {
  await withLock(ownerUrl, (owner) => recordOutcome(owner, name, outcome));
}

/** Runs `work` on a connection of the owner that holds the lock. */
async function withLock<T>(ownerUrl: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = await connectTo(ownerUrl, "MIGRATION_DATABASE_URL (or DATABASE_URL)");
  try {
    return await withStatementLimit(STATEMENT_LIMIT_MS, async () => {
      await takeLock(owner);
      return work(owner);
    });
  } finally {
    await owner.end(); // this releases the lock
  }
}

/**
 * Polls for the lock. A statement that waits for it would hold a snapshot, for whose end CREATE INDEX and REINDEX
 * CONCURRENTLY of the instance with the lock would wait: a deadlock.
 */
async function takeLock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + LOCK_WAIT_MS;
  while (!(await tryLock(client))) {
    if (performance.now() > deadline)
      throw new PlainError(
        `Another instance has been migrating the database for over ${LOCK_WAIT_MS / 60_000} minutes.`,
      );
    await sleep(LOCK_INTERVAL_MS);
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [
    LOCK.toString(),
  ]);
  return rows[0]?.taken === true;
}
