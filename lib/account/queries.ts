import type { UserActor } from "../access/authorization/actor";
import { isUsable } from "../access/session/session-store";
import { db } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import type { AccountDto, SessionDto } from "./dto";

/** The facts on the account page. */
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

/** The user's live sessions, latest activity first. */
export async function listSessions(actor: UserActor): Promise<Result<{ sessions: SessionDto[] }>> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT s."id", s."address", s."userAgent", s."createdAt", s."lastSeenAt", s."expiresAt" FROM "Session" s
    WHERE s."userId" = ${actor.userId}::uuid AND ${isUsable}
    ORDER BY s."lastSeenAt" DESC, s."id" LIMIT 200`;
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
