import { z, type RouteConfig } from "@hono/zod-openapi";
import { BODY_ERRORS, CONFLICTS, ERRORS, STALE } from "../errors";
import { TOKEN_SECURITY } from "../openapi";
import type { OpenOperation, SuccessStatus, TokenOperation } from "./types";
import { PERMISSION_LABELS } from "../../access/authorization/labels";
import { permissionsFor, permissionsForAnyToken, ruleOf, type Action } from "../../access/authorization/permissions";

/** Everything that a description may depend on. */
interface Described extends TokenOperation<z.ZodType, z.ZodType> {
  readonly input?: z.ZodType;
  readonly optionalInput?: boolean;
  readonly accepts?: Readonly<Record<string, z.ZodType>>;
  readonly produces?: string;
  readonly headers?: z.ZodObject;
  readonly errors?: RouteConfig["responses"];
  readonly repeatable?: boolean;
}

const IDEMPOTENCY_KEY = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .openapi({
    description:
      "Chosen by the client, such as a UUID. A repeat with the same key and body within 24 hours gets the first " +
      "answer and changes nothing; one with another body is 409.",
  });
const IF_MATCH = z
  .string()
  .optional()
  .openapi({
    example: '"3"',
    description:
      "The ETag of the version that is to be changed or deleted; when it is no longer the newest, 412. " +
      "Without it, the last one wins.",
  });

/** The OpenAPI description of an operation, from the schemas that validate it. */
export function describeOperation(operation: Described | OpenOperation): RouteConfig {
  const { method, path, operationId, tag, summary } = operation;
  const facts = { method, path, operationId, tags: [tag], summary };
  if ("responses" in operation) {
    const { description, security = [], request, responses } = operation;
    return { ...facts, ...(description ? { description } : {}), security, ...(request ? { request } : {}), responses };
  }
  const access = operation.needs ? describeAccess({ ...operation, needs: operation.needs, path }) : "";
  const description = [operation.description, access].filter(Boolean).join("\n\n");
  return {
    ...facts,
    ...(description ? { description } : {}),
    security: TOKEN_SECURITY,
    request: requestOf(operation),
    responses: responsesOf(operation),
  };
}

function requestOf(operation: Described): RouteConfig["request"] {
  const query = operation.query as z.ZodObject | undefined;
  const [headers, body] = [headersOf(operation), bodyOf(operation)];
  return {
    params: paramsOf(operation.path),
    ...(query ? { query } : {}),
    ...(headers ? { headers } : {}),
    ...(body ? { body } : {}),
  };
}

function paramsOf(path: string): z.ZodObject {
  const names = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => String(name));
  return z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
}

const isRepeatable = ({ method, repeatable = method === "post" }: Described): boolean => repeatable;

function headersOf(operation: Described): z.ZodObject | undefined {
  const { ifMatch, headers } = operation;
  const shape = {
    ...headers?.shape,
    ...(isRepeatable(operation) ? { "Idempotency-Key": IDEMPOTENCY_KEY } : {}),
    ...(ifMatch ? { "If-Match": IF_MATCH } : {}),
  };
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined;
}

function bodyOf({ input, accepts, optionalInput }: Described) {
  const types = accepts ?? (input ? { "application/json": input } : null);
  if (!types) return null;
  return {
    required: !optionalInput,
    content: Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }])),
  };
}

function responsesOf(operation: Described): RouteConfig["responses"] {
  const { success, answers, produces = "application/json" } = operation;
  const content = answers ? { content: { [produces]: { schema: answers } } } : {};
  const entries = Object.entries(success) as [`${SuccessStatus}`, string][];
  const successes = entries.map(([status, description]) => [
    status,
    { description, ...content, ...headersOfSuccess(operation, status) },
  ]);
  return { ...(Object.fromEntries(successes) as RouteConfig["responses"]), ...errorsOf(operation) };
}

const header = (description: string) => ({ schema: { type: "string" as const }, description });

function headersOfSuccess(operation: Described, status: `${SuccessStatus}`) {
  const headers = {
    ...(operation.etag ? { ETag: header("The version, for If-Match.") } : {}),
    ...(status === "201" ? { Location: header("Where it is.") } : {}),
    ...(isRepeatable(operation) ? { "Idempotency-Replayed": header(REPLAYED) } : {}),
  };
  return Object.keys(headers).length > 0 ? { headers } : {};
}

const REPLAYED = "`true` when this is the kept answer to an earlier request with the same Idempotency-Key.";

function errorsOf({ method, ifMatch, input, accepts, errors }: Described): RouteConfig["responses"] {
  if (errors) return { ...ERRORS, ...errors };
  return {
    ...ERRORS,
    ...(method === "get" ? {} : CONFLICTS),
    ...(ifMatch ? STALE : {}),
    ...(input || accepts ? BODY_ERRORS : {}),
  };
}

interface Restricted {
  readonly needs: Action;
  readonly path: string;
  readonly refusesIssuers?: boolean;
}

/** Describes which tokens may call an operation, from the permission table. */
function describeAccess({ needs, path, refusesIssuers }: Restricted): string {
  const allowed = refusesIssuers ? permissionsForAnyToken(needs) : permissionsFor(needs);
  const permissions = allowed.map((permission) => PERMISSION_LABELS[permission].name);
  const ofTheWhole = ruleOf(needs).ofOrganization === "refused" && !/{(spaceId|id)}/.test(path);
  const reach = ofTheWhole ? " that reaches all spaces" : "";
  return `Takes a token${reach} with the permission ${permissions.join(" or ")} (\`${needs}\`).`;
}
