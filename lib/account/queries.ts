import type { UserActor } from "../access/authorization/actor";
import { IDLE_HOURS } from "../access/session/session-store";
import { db } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import type { AccountDto, SessionDto } from "./dto";

/** What the account page shows of its person. */
export async function getAccount(actor: UserActor): Promise<Result<{ account: AccountDto }>> {
  const user = await db().user.findUnique({ where: { id: actor.userId }, select: { name: true, email: true } });
  return user ? { ok: true, account: { userId: actor.userId, role: actor.role, ...user } } : fail("not_found");
}

interface Row {
  id: string;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** The person's sessions that count now, the latest activity first. */
export async function listSessions(actor: UserActor): Promise<Result<{ sessions: SessionDto[] }>> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT "id", "address", "userAgent", "createdAt", "lastSeenAt", "expiresAt" FROM "Session"
    WHERE "userId" = ${actor.userId}::uuid AND "revokedAt" IS NULL AND "expiresAt" > now() AND "lastSeenAt" > now() - make_interval(hours => ${IDLE_HOURS})
    ORDER BY "lastSeenAt" DESC, "id" LIMIT 200`;
  return { ok: true, sessions: rows.map((row) => toSessionDto(row, actor.sessionId)) };
}

function toSessionDto({ createdAt, lastSeenAt, expiresAt, ...row }: Row, currentId: string): SessionDto {
  return {
    id: row.id,
    current: row.id === currentId,
    address: row.address,
    userAgent: row.userAgent,
    signedInAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
