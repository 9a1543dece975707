import { appendAudit, SYSTEM_CHAIN } from "../audit/append";
import { inTransaction } from "../platform/db/transaction";

/** The facts about a restore in its audit event. */
export interface RestoreFacts {
  /** The time of the backup, ISO 8601. */
  readonly backupOf: string;
}

/** Ends all sessions of a restored database and audits the restore. Returns the number of ended sessions. */
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
