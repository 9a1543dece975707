import { expect } from "vitest";
import { pool } from "../../lib/platform/db";

/** A statement that takes a lock, and its value. */
type Locking = readonly [sql: string, value: string];

/** Locks the row of a token. */
export const rowOf = (tokenId: string): Locking => [`SELECT 1 FROM "ApiToken" WHERE "id" = $1 FOR UPDATE`, tokenId];

/** Locks an audit chain, which each change does last. */
export const auditLogOf = (chain: string): Locking => ["SELECT last_sequence FROM audit_lock($1)", chain];

/** Runs `change` until it waits for what `lock` holds, then `during`, then lets it go on. */
export async function whileLocked<T>(
  [sql, value]: Locking,
  change: () => Promise<T>,
  during: (query: (sql: string, values: unknown[]) => Promise<unknown>) => Promise<unknown>,
): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query(sql, [value]);
    const changing = change();
    changing.catch(() => undefined); // awaited below
    await expect.poll(() => waitingForLocks()).toBeGreaterThan(0);
    await during((text, values) => client.query(text, values));
    await client.query("COMMIT");
    return await changing;
  } finally {
    client.release();
  }
}

async function waitingForLocks(): Promise<number> {
  const { rows } = await pool().query<{ count: string }>(
    `SELECT count(*) FROM pg_stat_activity WHERE "wait_event_type" = 'Lock' AND "datname" = current_database()`,
  );
  return Number(rows[0]?.count);
}
