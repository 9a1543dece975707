import "server-only";
import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "../authorization/actor";
import { ADMINISTRATORS } from "../authorization/permissions";
import { env } from "../../platform/env";
import { sessionCookieName } from "../../platform/http/session-cookie";
import { requestAddress } from "../../platform/http/client-address";
import { readSessionClaims } from "./session-claims";
import { findSession, type Session } from "./session-store";

/** The session id in the cookie, if next-auth signed the cookie. Does not check whether the session is live. */
async function claimedSessionId(): Promise<string | null> {
  const cookie = (await cookies()).get(sessionCookieName(env()))?.value;
  return (await readSessionClaims(cookie))?.sid ?? null;
}

/** The session of this request, or null. The only reader of the session cookie. Cached per request. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const sessionId = await claimedSessionId();
  return sessionId === null ? null : findSession(sessionId);
});

/** Whether the request has a session cookie that is no longer valid and should be cleared. */
export async function hasDeadCookie(): Promise<boolean> {
  const present = (await cookies()).has(sessionCookieName(env()));
  return present && (await currentSession()) === null;
}

/** The user as an actor in one organization; null unless they are an enabled member. */
export async function actorIn(session: Session, organizationId: string): Promise<UserActor | null> {
  const membership = session.memberships.find((candidate) => candidate.organizationId === organizationId);
  if (!membership) return null;
  return {
    kind: "user",
    userId: session.userId,
    sessionId: session.sessionId,
    name: session.name,
    email: session.email,
    organizationId,
    role: membership.role,
    address: requestAddress(await headers()),
  };
}

/** For pages: the session. Redirects to /login, and back afterwards, if there is none. */
export async function requireSession(path: string): Promise<Session> {
  const session = await currentSession();
  if (!session) redirect(`/login?next=${encodeURIComponent(path)}`);
  return session;
}

/** For pages: the actor in the current organization. */
export async function requireActor(path: string): Promise<UserActor> {
  const session = await requireSession(path);
  const actor = await actorIn(session, session.organizationId);
  if (!actor) notFound();
  return actor;
}

/** Whether this user may open the admin dashboard. */
export function mayAdminister(actor: UserActor): boolean {
  return ADMINISTRATORS.includes(actor.role);
}

/** For pages of the admin dashboard: the actor, if an Admin or Super Admin. Responds 404 to all others. */
export async function requireAdministrator(path: string): Promise<UserActor> {
  const actor = await requireActor(path);
  if (!mayAdminister(actor)) notFound();
  return actor;
}
