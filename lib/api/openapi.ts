import type { ZodType } from "zod";
import { problemSchema } from "./problem";

const problemContent = { "application/problem+json": { schema: problemSchema } };

/** What any authenticated operation may answer beside its success. */
export const ERRORS = {
  400: { description: "The request could not be understood.", content: problemContent },
  401: { description: "No token, or one that is not valid.", content: problemContent },
  403: { description: "The token's permissions do not allow this.", content: problemContent },
  404: { description: "Not there, or out of the token's reach.", content: problemContent },
  429: { description: "Too many requests; Retry-After says when to try again.", content: problemContent },
  503: { description: "The token could not be checked just now.", content: problemContent },
  "4XX": { description: "The request was refused.", content: problemContent },
  "5XX": { description: "Something went wrong on our side.", content: problemContent },
} as const;

/** The answers of an authenticated operation that succeeds with 200 and `schema`. */
export function answers<S extends ZodType>(schema: S, description: string) {
  return { 200: { description, content: { "application/json": { schema } } }, ...ERRORS } as const;
}

/** The answers of an operation that anybody may call. */
export function openAnswers<S extends ZodType>(schema: S, description: string) {
  return { 200: { description, content: { "application/json": { schema } } }, "4XX": ERRORS["4XX"], "5XX": ERRORS["5XX"] } as const;
}

/** A token in either place. */
export const TOKEN_SECURITY: Record<string, string[]>[] = [{ bearer: [] }, { sessionCookie: [] }];

export const SECURITY_SCHEMES = {
  basic: { type: "http", scheme: "basic", description: "The token as the password; only for introspection." },
  bearer: { type: "http", scheme: "bearer", description: "`Authorization: Bearer <token>`" },
  sessionCookie: { type: "apiKey", in: "cookie", name: "Session", description: '`Cookie: Session="<token>"`' },
} as const;
