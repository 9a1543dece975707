import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import pg from "pg";
import { TEST_AUTH_SECRET } from "./auth-secret";

/** The cookie of a console session over http. */
export const SESSION_COOKIE = "latchkey.session";

/**
 * Opens a session as the sign-in form does, without its pages. `ownerUrl` is the owner's connection string. Returns the
 * value of the cookie.
 */
export async function openSession(ownerUrl: string, email: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const sid = randomUUID();
    const { rows } = await client.query<{ userId: string }>(
      `INSERT INTO "Session"("id", "userId", "organizationId", "expiresAt")
       SELECT $1, u."id", (SELECT min(m."organizationId") FROM "Membership" m WHERE m."userId" = u."id"),
         now() + interval '1 day'
       FROM "User" u WHERE u."email" = $2 RETURNING "userId"`,
      [sid, email],
    );
    const [session] = rows;
    if (!session) throw new Error(`There is no user ${email}.`);
    return await encode({ secret: TEST_AUTH_SECRET, salt: SESSION_COOKIE, token: { sid, sub: session.userId } });
  } finally {
    await client.end();
  }
}
