import type { Role } from "../access/authorization/permissions";
import { digestOfLink } from "../access/credentials/link-secret";
import { isMember } from "../account/memberships";
import { mayResetPassword } from "../members/policy";
import { db, type Tx } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";

/** A valid reset link. */
export interface OpenReset {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  /** The organization whose administrator created it; null if it was created on the server. */
  readonly organizationId: string | null;
}

interface Row extends OpenReset {
  /** The user's role, if their membership has not changed since the link was created. */
  role: Role | null;
  /** The role of the administrator who created the link, if they are still an enabled member. */
  creatorRole: Role | null;
}

/** What the holder of a reset link sees. Fails with `not_found` if it is invalid, for any cause. */
export async function findReset(secret: Secret): Promise<Result<{ email: string }>> {
  const reset = await findOpenReset(db(), secret);
  return reset ? { ok: true, email: reset.email } : fail("not_found");
}

/**
 * The reset of a link; null for unknown, used, replaced and expired ones. An administrator's link is valid only while
 * that administrator could create it again: not after either of the two lost or changed their membership, and not after
 * the user joined another organization.
 */
export async function findOpenReset(client: Tx, secret: Secret): Promise<OpenReset | null> {
  const [row] = await client.$queryRaw<Row[]>`
    SELECT r."id", r."userId", u."email", u."name", r."organizationId", m."role"::text AS "role",
      creator."role"::text AS "creatorRole"
    FROM "PasswordReset" r JOIN "User" u ON u."id" = r."userId"
    LEFT JOIN "Membership" m ON m."organizationId" = r."organizationId" AND m."userId" = r."userId"
      AND m."version" = r."membershipVersion" AND m."createdAt" <= r."createdAt"
    LEFT JOIN "Membership" creator ON creator."organizationId" = r."organizationId"
      AND creator."userId" = r."createdById" AND creator."disabledAt" IS NULL
    LEFT JOIN "Organization" o ON o."id" = r."organizationId"
    WHERE r."digest" = ${digestOfLink(secret)} AND r."usedAt" IS NULL AND r."revokedAt" IS NULL
      AND r."expiresAt" > now() AND o."deletedAt" IS NULL`;
  if (!row) return null;
  const { role, creatorRole, ...reset } = row;
  return reset.organizationId === null || (await mayStill(client, reset.organizationId, { ...row, role, creatorRole }))
    ? reset
    : null;
}

async function mayStill(client: Tx, organizationId: string, { userId, role, creatorRole }: Row): Promise<boolean> {
  if (role === null || creatorRole === null) return false;
  return mayResetPassword(creatorRole, { role, isMemberElsewhere: await isMember(client, userId, organizationId) }).ok;
}
