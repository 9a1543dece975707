import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const WAIT_MS = 20_000;

interface Where {
  ownerUrl: string;
  /** The chain that both write to last. */
  organizationId: string;
}

/**
 * Runs `second` while `first` has done all but its last write. It locks the end of the audit chain until both wait for
 * a lock. So a test shows every time, not by chance, whether one misses a change of the other.
 */
export async function overtaking<A, B>(
  { ownerUrl, organizationId }: Where,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query("BEGIN");
    await owner.query("SELECT audit_lock($1)", [organizationId]);
    const running = first();
    await untilWaiting(owner, 1);
    const following = second();
    await untilWaiting(owner, 2);
    await owner.query("COMMIT");
    return await Promise.all([running, following]);
  } finally {
    await owner.end();
  }
}

async function untilWaiting(client: pg.Client, count: number): Promise<void> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    await client.query("SELECT pg_stat_clear_snapshot()"); // otherwise the transaction sees old activity
    const { rowCount } = await client.query(
      `SELECT DISTINCT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE NOT l.granted AND a.datname = current_database()`,
    );
    if (rowCount === count) return;
    if (performance.now() > until) throw new Error(`${rowCount} transactions wait for a lock, not ${count}`);
    await sleep(10);
  }
}
