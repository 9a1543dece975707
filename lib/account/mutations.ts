import { appendAudit, type AuditEntry } from "../audit/append";
import type { UserActor } from "../access/authorization/actor";
import { reauthenticate } from "./reauthenticate";
import { endResetLinks } from "./replace-password";
import { db, type Tx } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { requireGoodPassword } from "../passwords/strength";
import { hashPassword } from "../passwords/hash";
import { shareOf } from "../passwords/queue-share";
import { fail, type Result } from "../platform/result/result";
import type { ChangeNameInput, ChangePasswordInput, RevokeSessionInput, SignOutEverywhereInput } from "./schema";

/** Changes the actor's own name. Existing records keep the former name. */
export async function changeName(actor: UserActor, { name }: ChangeNameInput): Promise<Result> {
  return inTransaction(async (tx) => {
    const [user] = await tx.$queryRaw<
      { name: string }[]
    >`SELECT "name" FROM "User" WHERE "id" = ${actor.userId}::uuid FOR UPDATE`;
    if (!user) return fail("not_found");
    if (user.name === name) return { ok: true };
    await tx.user.update({ where: { id: actor.userId }, data: { name } });
    await audit(tx, actor, {
      action: "account.renamed",
      message: `${user.name} changed their name to ${name}`,
      change: { name: { from: user.name, to: name } },
    });
    return { ok: true };
  });
}

/**
 * Changes the actor's own password and ends all other sessions. Fails with `wrong_password` (field `current`),
 * `rate_limited` under the limits of signing in, `invalid_input` or `password_too_common` (field `next`), and `stale`
 * if it was changed concurrently.
 */
export async function changePassword(
  actor: UserActor,
  input: ChangePasswordInput,
): Promise<Result<{ endedSessions: number }>> {
  const good = await requireGoodPassword(input.next, [actor.email, actor.name], "next");
  if (!good.ok) return good;
  const verified = await verifyCurrent(actor, input);
  if (!verified.ok) return verified;
  const passwordHash = await hashPassword(input.next, shareOf(actor));
  return inTransaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: actor.userId, passwordHash: verified.hash },
      data: { passwordHash },
    });
    if (count === 0) return fail("stale");
    await endResetLinks(tx, actor.userId);
    const ended = await revokeAll(tx, actor, { keepCurrent: true });
    await audit(tx, actor, {
      action: "account.password_changed",
      message: `${actor.name} changed their password`,
      change: { endedSessions: ended.here },
    });
    return { ok: true, endedSessions: ended.all };
  });
}

/** Verifies the current password, so that an open session is not enough to change it. Limited like a sign-in. */
async function verifyCurrent(actor: UserActor, { current }: ChangePasswordInput): Promise<Result<{ hash: string }>> {
  const account = await db().user.findUnique({
    where: { id: actor.userId },
    select: { id: true, name: true, passwordHash: true },
  });
  if (!account) return fail("not_found");
  const reauthenticated = await reauthenticate(account, current, actor, "current");
  return reauthenticated.ok ? { ok: true, hash: account.passwordHash } : reauthenticated;
}

/** Ends one of the actor's sessions. Fails with `not_found` for sessions of other users and ended ones. */
export async function revokeSession(actor: UserActor, { sessionId }: RevokeSessionInput): Promise<Result> {
  return inTransaction(async (tx) => {
    const ended = await tx.$executeRaw`UPDATE "Session" SET "revokedAt" = now()
        WHERE "id" = ${sessionId}::uuid AND "userId" = ${actor.userId}::uuid AND "revokedAt" IS NULL`;
    if (ended === 0) return fail("not_found");
    await audit(tx, actor, {
      action: "session.revoked",
      message: `${actor.name} ended one of their sessions`,
      change: { session: sessionId, current: sessionId === actor.sessionId },
    });
    return { ok: true };
  });
}

/** Ends all of the actor's sessions, except the current one if `keepCurrent` is set. */
export async function signOutEverywhere(
  actor: UserActor,
  input: SignOutEverywhereInput,
): Promise<Result<{ endedSessions: number }>> {
  return inTransaction(async (tx) => {
    const ended = await revokeAll(tx, actor, input);
    await audit(tx, actor, {
      action: "account.signed_out_everywhere",
      message: `${actor.name} signed out everywhere`,
      change: { endedSessions: ended.here },
    });
    return { ok: true, endedSessions: ended.all };
  });
}

/** `here` counts the sessions that showed the actor's organization, because its audit log must not reveal others. */
async function revokeAll(
  tx: Tx,
  actor: UserActor,
  { keepCurrent }: SignOutEverywhereInput,
): Promise<{ all: number; here: number }> {
  const kept = keepCurrent ? actor.sessionId : null;
  const ended = await tx.$queryRaw<{ organizationId: string | null }[]>`
    UPDATE "Session" SET "revokedAt" = now() WHERE "userId" = ${actor.userId}::uuid AND "revokedAt" IS NULL
      AND "id" IS DISTINCT FROM ${kept}::uuid
    RETURNING "organizationId"`;
  const here = ended.filter(({ organizationId }) => organizationId === actor.organizationId);
  return { all: ended.length, here: here.length };
}

/** Appends to the chain of the actor's organization. */
async function audit(
  tx: Tx,
  actor: UserActor,
  event: Pick<AuditEntry, "action" | "message" | "change">,
): Promise<void> {
  await appendAudit(tx, { chain: actor.organizationId, actor, resource: { kind: "user", id: actor.userId }, ...event });
}
