import type { Tx } from "../platform/db";

/**
 * Locks a user FOR NO KEY UPDATE. The password, and everything that can change it, is read and changed only under this
 * lock. False if the user does not exist.
 */
export async function lockUserForUpdate(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/**
 * Sets the password of a locked user. Ends all sessions and any open reset link. Returns the number of ended sessions.
 */
export async function replacePassword(tx: Tx, userId: string, passwordHash: string): Promise<number> {
  await tx.user.update({ where: { id: userId }, data: { passwordHash } });
  await endResetLinks(tx, userId);
  return tx.$executeRaw`UPDATE "Session" SET "revokedAt" = now()
    WHERE "userId" = ${userId}::uuid AND "revokedAt" IS NULL`;
}

/** Ends the user's open reset link, if any. */
export async function endResetLinks(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "PasswordReset" SET "revokedAt" = now()
    WHERE "userId" = ${userId}::uuid AND "usedAt" IS NULL AND "revokedAt" IS NULL`;
}
