import type { z } from "@hono/zod-openapi";
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
}

/**
 * Describes an OAuth endpoint by the very schema that its handler validates with. Registered apart from the route: the
 * framework would read the form through FormData, which costs more than the check itself.
 */
export function describeForm(
  app: ApiApp,
  { path, operationId, summary, security, form, response, description }: FormOperation,
): void {
  const error = { description: "Refused.", content: { "application/json": { schema: oauthErrorSchema } } };
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
      "4XX": error,
      "5XX": error,
    },
  });
}
