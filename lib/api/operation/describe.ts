import { z, type RouteConfig } from "@hono/zod-openapi";
import { ERRORS, TOKEN_SECURITY } from "../openapi";
import type { Facts, SuccessStatus } from "./types";

interface Described extends Facts<z.ZodType> {
  readonly query?: z.ZodType;
  readonly input?: z.ZodType;
  readonly optionalInput?: boolean;
  readonly accepts?: Readonly<Record<string, z.ZodType>>;
  readonly produces?: string;
  readonly headers?: z.ZodObject;
}

const IDEMPOTENCY_KEY = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .openapi({ description: "Chosen by the client, such as a UUID. A repeat with the same key and body within 24 hours gets the first answer and changes nothing; one with another body is 409." });
const IF_MATCH = z.string().optional().openapi({ example: "\"3\"", description: "The ETag of the version that is to be changed or deleted; when it is no longer the newest, 412. Without it, the last one wins." });

/** The OpenAPI description of an operation, from the very schemas that validate. */
export function describeOperation(operation: Described): RouteConfig {
  const { method, path, operationId, tag, summary, description } = operation;
  const query = operation.query as z.ZodObject | undefined;
  const [headers, body] = [headersOf(operation), bodyOf(operation)];
  const request = { params: paramsOf(path), ...(query ? { query } : {}), ...(headers ? { headers } : {}), ...(body ? { body } : {}) };
  return { method, path, operationId, tags: [tag], summary, ...(description ? { description } : {}), security: TOKEN_SECURITY, request, responses: responsesOf(operation) };
}

function paramsOf(path: string): z.ZodObject {
  const names = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => String(name));
  return z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}

function headersOf({ method, ifMatch, headers }: Described): z.ZodObject | undefined {
  const shape = { ...headers?.shape, ...(method === "post" ? { "Idempotency-Key": IDEMPOTENCY_KEY } : {}), ...(ifMatch ? { "If-Match": IF_MATCH } : {}) };
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined;
}

function bodyOf({ input, accepts, optionalInput }: Described) {
  const types = accepts ?? (input ? { "application/json": input } : null);
  if (!types) return null;
  return { required: !optionalInput, content: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }])) };
}

function responsesOf({ success, answers, produces = "application/json", etag }: Described): RouteConfig["responses"] {
  const content = answers ? { content: { [produces]: { schema: answers } } } : {};
  const headers = etag ? { headers: { ETag: { schema: { type: "string" as const }, description: "The version, for If-Match." } } } : {};
  const entries = Object.entries(success) as [`${SuccessStatus}`, string][];
  return { ...Object.fromEntries(entries.map(([status, description]) => [status, { description, ...content, ...headers }])), ...ERRORS };
}
