import { appendAudit, SYSTEM_CHAIN } from "../audit/append";
import { inTransaction } from "../platform/db/transaction";

/** What an audit event tells of a restore. */
export interface RestoreFacts {
  /** When the backup was made, ISO 8601. */
  readonly backupOf: string;
}

/** Ends every session of a restored database and writes down that it was restored. Returns how many it ended. */
export async function recordRestore({ backupOf }: RestoreFacts): Promise<number> {
  const done = await inTransaction<{ sessions: number }>(async (tx) => {
    const { count: sessions } = await tx.session.deleteMany();
    await appendAudit(tx, {
      chain: SYSTEM_CHAIN,
      actor: { kind: "system", name: "restore", address: null },
      action: "deployment.restored",
      resource: { kind: "deployment", id: "database" },
      message: "Restored the database from a backup, and ended all sessions",
      change: { backupOf, sessions },
    });
    return { ok: true, sessions };
  });
  if (!done.ok) throw new Error(done.reason);
  return done.sessions;
}
