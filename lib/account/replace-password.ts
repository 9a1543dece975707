import type { Tx } from "../platform/db";

/**
 * Locks an account until the transaction ends. Its password, and what can change it, are looked at and changed only
 * under this lock. False when the account is gone.
 */
export async function lockUserForUpdate(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/**
 * Gives a locked account another password. Every session ends, and so does a reset link that is open. Returns the number
 * of sessions.
 */
export async function replacePassword(tx: Tx, userId: string, passwordHash: string): Promise<number> {
  await tx.user.update({ where: { id: userId }, data: { passwordHash } });
  await endResetLinks(tx, userId);
  const ended =
    await tx.$executeRaw`UPDATE "Session" SET "revokedAt" = now() WHERE "userId" = ${userId}::uuid AND "revokedAt" IS NULL`;
  return ended;
}

/** Ends the open reset link of an account, if there is one. */
export async function endResetLinks(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "PasswordReset" SET "revokedAt" = now() WHERE "userId" = ${userId}::uuid AND "usedAt" IS NULL AND "revokedAt" IS NULL`;
}
