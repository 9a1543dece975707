import type { RouteConfig, z } from "@hono/zod-openapi";
import type { ApiApp } from "../context";
import { oauthErrorSchema } from "./schema";

interface FormOperation {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly security: Record<string, string[]>[];
  readonly form: z.ZodObject;
  readonly response: z.ZodType | null;
  readonly description: string;
  /** What it is refused with beside what is wrong with a form, by status. */
  readonly refusals?: Readonly<Partial<Record<401 | 403 | 429, string>>>;
}

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

/**
 * Describes an OAuth endpoint with the schema that its handler uses. Registered separately from the route, because the
 * framework would read the form through FormData, which costs more than the check itself.
 */
export function describeForm(
  app: ApiApp,
  { path, operationId, summary, security, form, response, description, refusals }: FormOperation,
): void {
  const content = { "application/json": { schema: oauthErrorSchema } };
  const refused = Object.entries({ ...FORM_REFUSALS, ...refusals }).map(([status, text]) => [
    status,
    { description: text, content, headers: HEADERS[status] },
  ]);
  app.openAPIRegistry.registerPath({
    method: "post",
    path,
    operationId,
    tags: ["OAuth"],
    summary,
    security,
    request: { body: { required: true, content: { "application/x-www-form-urlencoded": { schema: form } } } },
    responses: {
      200: { description, ...(response ? { content: { "application/json": { schema: response } } } : {}) },
      ...(Object.fromEntries(refused) as RouteConfig["responses"]),
      "4XX": { description: "Refused.", content },
      "5XX": { description: "Something went wrong on our side.", content },
    },
  });
}
