import { headers } from "next/headers";
import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "../platform/validation/zod";
import { isDatabaseAway } from "../platform/db/errors";
import { env } from "../platform/env";
import { servedOverHttps } from "../platform/http/served-origin";
import { logFailure } from "../platform/db/failure-log";
import { log } from "../platform/log";
import { givenPasswordSchema } from "../passwords/schema";
import { isQueueFull, QUEUE_RETRY_SECONDS } from "../platform/bounded-queue";
import { email } from "../platform/validation/fields";
import { sessionCookieName } from "../platform/http/session-cookie";
import { requestAddress } from "../platform/http/client-address";
import { signOutOf } from "./sign-out";
import { SESSION_SECONDS, signIn as checkSignIn } from "./sign-in";

/** Too many failed attempts; carries how long to wait. */
export class SignInLimited extends CredentialsSignin {
  override code = "rate_limited";

  constructor(readonly retryAfterSeconds: number) {
    super();
  }
}

/**
 * Nothing was checked: the database is away, or too many passwords are being hashed, which carries when to try again.
 */
export class SignInUnavailable extends CredentialsSignin {
  override code = "unavailable";

  constructor(readonly retryAfterSeconds?: number) {
    super();
  }
}

/** The form's fields. What cannot be a password is refused like a wrong one. */
const credentialsSchema = z.object({ email, password: givenPasswordSchema });

async function authorize(credentials: unknown, request: Request) {
  const parsed = credentialsSchema.safeParse(credentials);
  if (!parsed.success) return null;
  const result = await orUnavailable(
    checkSignIn({
      email: parsed.data.email,
      password: parsed.data.password,
      address: requestAddress(request.headers),
      userAgent: request.headers.get("user-agent"),
    }),
  );
  if (result.ok) return { id: result.userId, sessionId: result.sessionId };
  if (result.reason === "rate_limited") throw new SignInLimited(Number(result.detail?.retryAfterSeconds));
  return null;
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isQueueFull(error)) {
      log.warn("a sign-in could not be checked: too many passwords are being hashed");
      throw new SignInUnavailable(QUEUE_RETRY_SECONDS);
    }
    if (!isDatabaseAway(error)) throw error;
    logFailure(error, "a sign-in could not be checked");
    throw new SignInUnavailable();
  }
}

/** next-auth logs a stack for each wrong password. This logs only unexpected errors. */
const quietLogger = {
  error(error: Error) {
    if (!(error instanceof CredentialsSignin))
      log.error({ message: error.message, kind: error.name }, "next-auth failed");
  },
  warn() {},
  debug() {},
};

/**
 * next-auth with credentials and JWT sessions. The JWT only contains the id of a Session row (`sid`), which is checked
 * on every request. Only lib/access/session/session.ts reads the token.
 */
export const { handlers, signIn, signOut } = NextAuth(() => ({
  secret: env().AUTH_SECRET,
  trustHost: true,
  basePath: "/api/auth",
  // All pages are our own, because next-auth's have no Content-Security-Policy.
  pages: { signIn: "/login", signOut: "/", error: "/login", verifyRequest: "/login" },
  session: { strategy: "jwt", maxAge: SESSION_SECONDS },
  useSecureCookies: servedOverHttps(),
  cookies: {
    sessionToken: {
      name: sessionCookieName(env()),
      options: { httpOnly: true, sameSite: "lax", path: "/", secure: servedOverHttps() },
    },
  },
  logger: quietLogger,
  providers: [Credentials({ credentials: { email: {}, password: {} }, authorize })],
  callbacks: {
    jwt({ token, user }) {
      return user && "sessionId" in user ? { sub: user.id, sid: user.sessionId } : token;
    },
    session: ({ session }) => ({ expires: session.expires }),
  },
  events: {
    async signOut(message) {
      if ("token" in message && typeof message.token?.sid === "string")
        await signOutOf(message.token.sid, requestAddress(await headers()));
    },
  },
}));
