import { digestOfLink, generateLinkSecret } from "../access/credentials/link-secret";
import { endResetLinks } from "../account/replace-password";
import type { Tx } from "../platform/db";
import type { Secret } from "../platform/secret";
import { RESET_MINUTES } from "./schema";

/** The creator of a link; null for the server. */
export interface ResetCreator {
  readonly organizationId: string;
  readonly createdById: string;
  readonly membershipVersion: number;
}

/** Stores a new link of a locked user, and ends the previous one. The secret is only in the result. */
export async function insertReset(tx: Tx, userId: string, creator: ResetCreator | null): Promise<Secret> {
  await endResetLinks(tx, userId);
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`;
  if (!clock) throw new Error("the database returned no time");
  const secret = generateLinkSecret();
  const expiresAt = new Date(clock.now.getTime() + RESET_MINUTES * 60_000);
  await tx.passwordReset.create({
    data: { userId, ...creator, digest: digestOfLink(secret), createdAt: clock.now, expiresAt },
  });
  return secret;
}
