import type { ZodType } from "zod";
import { ERRORS } from "./errors";

/** The responses of an authenticated operation that succeeds with 200 and `schema`. */
export function answers<S extends ZodType>(schema: S, description: string) {
  return { 200: { description, content: { "application/json": { schema } } }, ...ERRORS } as const;
}

/** The responses of a public operation. */
export function openAnswers<S extends ZodType>(schema: S, description: string) {
  return {
    200: { description, content: { "application/json": { schema } } },
    "4XX": ERRORS["4XX"],
    "5XX": ERRORS["5XX"],
  } as const;
}

/** The same where the database is asked, which may be away. The type leaves 503 to `5XX`, as the handlers' types do. */
export function openDatabaseAnswers<S extends ZodType>(
  schema: S,
  description: string,
): ReturnType<typeof openAnswers<S>> {
  const described = { ...openAnswers(schema, description), 503: ERRORS[503] };
  return described;
}

/** A token in the header or the cookie. */
export const TOKEN_SECURITY: Record<string, string[]>[] = [{ bearer: [] }, { sessionCookie: [] }];

export const SECURITY_SCHEMES = {
  bearer: { type: "http", scheme: "bearer", description: "`Authorization: Bearer <token>`" },
  sessionCookie: { type: "apiKey", in: "cookie", name: "Session", description: '`Cookie: Session="<token>"`' },
  basic: { type: "http", scheme: "basic", description: "The token as the password; only for introspection." },
} as const;
