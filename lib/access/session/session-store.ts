import type { Role } from "../authorization/permissions";
import { db } from "../../platform/db";

/** How long a session lives without activity, in hours. */
export const IDLE_HOURS = 12;
/** How often activity is written down, in seconds: a page view does not cost a write each. */
const TOUCH_SECONDS = 60;

export interface SessionMembership {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly organizationCode: string;
  readonly role: Role;
}

/** A session that counts now, with all that the person may enter. */
export interface Session {
  readonly sessionId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly organizationId: string;
  readonly memberships: readonly SessionMembership[];
}

interface Row {
  userId: string;
  name: string;
  email: string;
  currentOrganizationId: string | null;
  touchDue: boolean;
  memberships: SessionMembership[] | null;
}

/**
 * The session with this id, if it is neither revoked nor past its idle or absolute end, by the database's clock, and
 * its user has an enabled membership. Asked at every request, so that sign-out, disabling and a changed role take
 * effect on the next one.
 */
export async function findSession(sessionId: string): Promise<Session | null> {
  const [row] = await db().$queryRaw<Row[]>`
    SELECT u."id" AS "userId", u."name", u."email", s."organizationId" AS "currentOrganizationId",
      s."lastSeenAt" < now() - make_interval(secs => ${TOUCH_SECONDS}) AS "touchDue",
      (SELECT json_agg(json_build_object('organizationId', o."id", 'organizationName', o."name", 'organizationCode', o."code", 'role', m."role") ORDER BY m."createdAt")
        FROM "Membership" m JOIN "Organization" o ON o."id" = m."organizationId" AND o."deletedAt" IS NULL
        WHERE m."userId" = u."id" AND m."disabledAt" IS NULL) AS "memberships"
    FROM "Session" s JOIN "User" u ON u."id" = s."userId"
    WHERE s."id" = ${sessionId}::uuid AND s."revokedAt" IS NULL AND s."expiresAt" > now()
      AND s."lastSeenAt" > now() - make_interval(hours => ${IDLE_HOURS})`;
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

async function touch(sessionId: string): Promise<void> {
  await db()
    .$executeRaw`UPDATE "Session" SET "lastSeenAt" = now() WHERE "id" = ${sessionId}::uuid AND "revokedAt" IS NULL`;
}

/** Remembers which organization the console shows by default; the caller has checked the membership. */
export async function chooseOrganization(sessionId: string, organizationId: string): Promise<void> {
  await db().$executeRaw`UPDATE "Session" SET "organizationId" = ${organizationId} WHERE "id" = ${sessionId}::uuid`;
}
