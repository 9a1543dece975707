import type { Role } from "../authorization/permissions";
import { db, type Tx } from "../../platform/db";
import { Prisma } from "../../platform/db/generated/client";

/** The idle timeout of a session, in hours. */
export const IDLE_HOURS = 12;
/** How often activity is stored, in seconds, so that not every page view costs a write. */
const TOUCH_SECONDS = 60;

export interface SessionMembership {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly organizationCode: string;
  readonly role: Role;
}

/** A live session, with the organizations that the user may enter. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly organizationId: string;
  readonly memberships: readonly SessionMembership[];
}

/** Whether a session `s` began after the user was last signed out of the organization of the membership `m`. */
const isAfterSignOut = Prisma.sql`(m."signedOutAt" IS NULL OR s."createdAt" > m."signedOutAt")`;

/** Whether a session `s` is neither revoked nor past its idle or absolute timeout. */
const isLive = Prisma.sql`s."revokedAt" IS NULL AND s."expiresAt" > now()
  AND s."lastSeenAt" > now() - make_interval(hours => ${IDLE_HOURS})`;

/** Whether a session `s` is live and may act in at least one organization. */
export const isUsable = Prisma.sql`${isLive} AND EXISTS (
  SELECT 1 FROM "Membership" m JOIN "Organization" o ON o."id" = m."organizationId" AND o."deletedAt" IS NULL
  WHERE m."userId" = s."userId" AND m."disabledAt" IS NULL AND ${isAfterSignOut})`;

interface Row {
  userId: string;
  name: string;
  email: string;
  currentOrganizationId: string | null;
  touchDue: boolean;
  memberships: SessionMembership[] | null;
}

/**
 * The session with this id, if it is usable by the database's clock. Read on every request, so that sign-out, disabling
 * and a changed role take effect on the next one.
 */
export async function findSession(sessionId: string): Promise<Session | null> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT u."id" AS "userId", u."name", u."email", s."organizationId" AS "currentOrganizationId",
      s."lastSeenAt" < now() - make_interval(secs => ${TOUCH_SECONDS}) AS "touchDue",
      (SELECT json_agg(
        json_build_object('organizationId', o."id", 'organizationName', o."name", 'organizationCode', o."code", 'role',
          m."role")
        ORDER BY m."createdAt")
        FROM "Membership" m JOIN "Organization" o ON o."id" = m."organizationId" AND o."deletedAt" IS NULL
        WHERE m."userId" = u."id" AND m."disabledAt" IS NULL AND ${isAfterSignOut}) AS "memberships"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."id" = ${sessionId}::uuid AND ${isLive}`;
  const first = row?.memberships?.[0];
  if (!row?.memberships || !first) return null;
  if (row.touchDue) await touch(sessionId);
  const current =
    row.memberships.find((membership) => membership.organizationId === row.currentOrganizationId) ?? first;
  return {
    sessionId,
    userId: row.userId,
    name: row.name,
    email: row.email,
    organizationId: current.organizationId,
    memberships: row.memberships,
  };
}

/**
 * Signs a user out of one organization: no session that began before now may act in it. The sessions stay valid in the
 * user's other organizations. Returns how many sessions showed this organization.
 */
export async function signOutOf(tx: Tx, organizationId: string, userId: string): Promise<number> {
  const [counted] = await tx.$queryRaw<{ sessions: number }[]>`
    SELECT count(*)::int AS "sessions" FROM "Session" s
    JOIN "Membership" m ON m."organizationId" = ${organizationId} AND m."userId" = s."userId"
    WHERE s."userId" = ${userId}::uuid AND s."organizationId" = ${organizationId} AND ${isLive} AND ${isAfterSignOut}`;
  await tx.$executeRaw`
    UPDATE "Membership" SET "signedOutAt" = date_trunc('milliseconds', clock_timestamp())
    WHERE "organizationId" = ${organizationId} AND "userId" = ${userId}::uuid`;
  return counted?.sessions ?? 0;
}

async function touch(sessionId: string): Promise<void> {
  await db()
    .$executeRaw`UPDATE "Session" SET "lastSeenAt" = now() WHERE "id" = ${sessionId}::uuid AND "revokedAt" IS NULL`;
}

/** Stores which organization the console shows by default. The caller has checked the membership. */
export async function chooseOrganization(sessionId: string, organizationId: string): Promise<void> {
  await db().$executeRaw`UPDATE "Session" SET "organizationId" = ${organizationId} WHERE "id" = ${sessionId}::uuid`;
}
