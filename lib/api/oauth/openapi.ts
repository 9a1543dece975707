import { type RouteConfig, z } from "@hono/zod-openapi";

/** The error body of OAuth endpoints (RFC 6749 section 5.2). */
const oauthErrorSchema = z.object({ error: z.string(), error_description: z.string() }).openapi("OAuthError");

/** What any form can be refused with. */
const FORM_REFUSALS = {
  400: "A parameter is missing, repeated or not valid.",
  408: "The form arrived too slowly.",
  413: "The form is too large.",
  415: "The body is no form.",
  503: "Temporarily unavailable.",
} as const;

const header = (description: string) => ({ schema: { type: "string" as const }, description });
const WAIT = { "Retry-After": header("How many seconds to wait.") };
const HEADERS: Readonly<Record<string, Record<string, ReturnType<typeof header>>>> = {
  401: { "WWW-Authenticate": header("The challenge of RFC 6750 section 3, or of RFC 7617.") },
  429: WAIT,
  503: WAIT,
};

/** What OpenAPI says of the form that an OAuth endpoint reads with `readForm`. */
export const formRequest = (form: z.ZodObject): RouteConfig["request"] => ({
  body: { required: true, content: { "application/x-www-form-urlencoded": { schema: form } } },
});

/**
 * The responses of an endpoint that reads a form. `refusals` are those beside what is wrong with a form, by status;
 * `response` is null for an empty body.
 */
export function formResponses(
  response: z.ZodType | null,
  description: string,
  refusals: Readonly<Partial<Record<401 | 403 | 429, string>>> = {},
): RouteConfig["responses"] {
  const content = { "application/json": { schema: oauthErrorSchema } };
  const refused = Object.entries({ ...FORM_REFUSALS, ...refusals }).map(([status, text]) => [
    status,
    { description: text, content, headers: HEADERS[status] },
  ]);
  return {
    200: { description, ...(response ? { content: { "application/json": { schema: response } } } : {}) },
    ...(Object.fromEntries(refused) as RouteConfig["responses"]),
    "4XX": { description: "Refused.", content },
    "5XX": { description: "Something went wrong on our side.", content },
  };
}
