import type { ZodType } from "zod";
import { ERRORS } from "./errors";

/** The responses of a public operation. */
export function openAnswers(schema: ZodType, description: string) {
  return {
    200: { description, content: { "application/json": { schema } } },
    "4XX": ERRORS["4XX"],
    "5XX": ERRORS["5XX"],
  } as const;
}

/** The same where the database is asked, which may be away. */
export function openDatabaseAnswers(schema: ZodType, description: string) {
  return { ...openAnswers(schema, description), 503: ERRORS[503] } as const;
}

/** A token in the header or the cookie. */
export const TOKEN_SECURITY: Record<string, string[]>[] = [{ bearer: [] }, { sessionCookie: [] }];

export const SECURITY_SCHEMES = {
  bearer: { type: "http", scheme: "bearer", description: "`Authorization: Bearer <token>`" },
  sessionCookie: { type: "apiKey", in: "cookie", name: "Session", description: '`Cookie: Session="<token>"`' },
  basic: { type: "http", scheme: "basic", description: "The token as the password; only for introspection." },
} as const;
