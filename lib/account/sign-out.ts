import { appendAudit } from "../audit/append";
import { inTransaction } from "../platform/db/transaction";
import { log } from "../platform/log";

interface EndedSession {
  userId: string;
  name: string;
  organizationId: string | null;
}

/** Ends a session when its user signs out, and logs and audits it once. Ending it again has no effect. */
export async function signOutOf(sessionId: string, address: string | null): Promise<void> {
  await inTransaction(async (tx) => {
    const [ended] = await tx.$queryRaw<EndedSession[]>`
      UPDATE "Session" s SET "revokedAt" = now() FROM "User" u
      WHERE s."id" = ${sessionId}::uuid AND s."revokedAt" IS NULL AND u."id" = s."userId"
      RETURNING s."userId", u."name", s."organizationId"`;
    if (!ended) return { ok: true };
    const { userId, name, organizationId } = ended;
    log.info({ userId, address }, "signed out");
    if (organizationId !== null)
      await appendAudit(tx, {
        chain: organizationId,
        actor: { kind: "user", userId, name, address },
        action: "session.closed",
        resource: { kind: "user", id: userId },
        message: `${name} signed out`,
      });
    return { ok: true };
  });
}
