import { decode } from "next-auth/jwt";
import { env } from "../../platform/env";
import { sessionCookieName } from "../../platform/http/session-cookie";
import { z } from "../../platform/validation/zod";

const claimsSchema = z.object({ sid: z.uuid(), sub: z.uuid().optional() });

/** What a session cookie says: the session's id, and the user's. */
type SessionClaims = z.output<typeof claimsSchema>;

/** The claims of a session cookie that next-auth made and that has not expired, or null. The session may have ended. */
export async function readSessionClaims(cookie: string | undefined): Promise<SessionClaims | null> {
  if (!cookie) return null;
  const { AUTH_SECRET } = env();
  const salt = sessionCookieName(env());
  const claims = await decode({ token: cookie, secret: AUTH_SECRET, salt }).catch(() => null);
  return claimsSchema.safeParse(claims).data ?? null;
}
