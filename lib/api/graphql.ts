import { z } from "@hono/zod-openapi";
import { permissionsOf, type TokenActor } from "../access/authorization/actor";
import { ruleOf, type Action } from "../access/authorization/permissions";
import { createQueue, isQueueFull, type Queue } from "../platform/bounded-queue";
import { processWide } from "../platform/process-wide";
import { afterReading } from "./authenticated";
import type { ApiApp, ApiContext } from "./context";
import {
  announced,
  isJson,
  MAX_JSON_BYTES,
  mediaType,
  notJson,
  parseJson,
  readBytes,
  readLargeBytes,
  type ReadBody,
} from "./operation/body";
import { isMostlyStrings } from "./operation/structure";
import { BODY_ERRORS } from "./errors";
import { addOperation } from "./operation";
import { problem } from "./problem";
import { writtenJson } from "./reply";

/**
 * The maximum request size in bytes: a report of 20 MB as a data URL, plus a document. For others it is MAX_JSON_BYTES.
 */
const MAX_UPLOAD_BYTES = 30 * 1024 * 1024;
/** How many bytes of a large request may be outside of its strings. */
const STRUCTURE_MAX = 65_536;
/** The maximum length of a document in characters. Large values belong in variables. */
const MAX_DOCUMENT_LENGTH = 65_536;

/** The body of a POST. Persisted documents and batches are not supported. */
const paramsSchema = z.object({
  query: z.string().min(1).max(MAX_DOCUMENT_LENGTH),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().max(200).nullish(),
});

const UPLOADS = ["policy.write", "querypack.write", "report.write"] as const satisfies readonly Action[];

const resultSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    errors: z.array(z.looseObject({ message: z.string() })).optional(),
  })
  .openapi("GraphqlResult", { description: "What a document that ran answers, its errors included." });

const PATHS = { "/api/graphql": "runGraphql", "/query": "runGraphqlCompatibly" } as const;

/** `/api/graphql`, and `/query` for clients that append that to an endpoint. The schema is loaded on the first call. */
export function addGraphql(app: ApiApp): void {
  for (const [path, operationId] of Object.entries(PATHS)) {
    addOperation(app, {
      method: "post",
      path,
      operationId,
      tag: "GraphQL",
      summary: "Run a GraphQL document; the schema is at /docs/graphql",
      query: z.looseObject({}),
      accepts: { "application/json": paramsSchema },
      repeatable: false,
      success: { 200: "The document ran; what went wrong in it is in `errors`." },
      answers: resultSchema,
      errors: { 408: BODY_ERRORS[408], 413: BODY_ERRORS[413], 415: BODY_ERRORS[415] },
      respond: ({ c }) => answer(c),
    });
  }
}

/**
 * Several copies of a document are in memory while it runs, so only a few large ones run at a time. Organizations take
 * turns.
 */
export const LARGE_REQUEST_LIMITS = { concurrency: 4, waiting: 32 };
/** The queue of large requests, one per process. */
export const largeRequestQueue = (): Queue =>
  processWide("large GraphQL requests", () => createQueue(LARGE_REQUEST_LIMITS));

/** The body is read before the request enters the queue, so that a slow client delays only itself. */
async function answer(c: ApiContext): Promise<Response> {
  if (!isJson(mediaType(c))) return notJson(c).response;
  const read = await readBody(c);
  if (!read.ok) return read.response;
  if (read.value.byteLength <= MAX_JSON_BYTES) return run(c, read.value);
  try {
    return await largeRequestQueue().run(() => run(c, read.value), { key: c.get("actor").organizationId });
  } catch (error) {
    if (!isQueueFull(error)) throw error;
    return problem(c, "unavailable", { detail: "Too many uploads wait." }, { "retry-after": "5" });
  }
}

function readBody(c: ApiContext): Promise<ReadBody<Buffer<ArrayBuffer>>> {
  return !mayUpload(c.get("actor")) || isSmall(c) ? readBytes(c, MAX_JSON_BYTES) : readLargeBytes(c, MAX_UPLOAD_BYTES);
}

function isSmall(c: ApiContext): boolean {
  const length = announced(c);
  return length > 0 && length <= MAX_JSON_BYTES;
}

async function run(c: ApiContext, bytes: Buffer<ArrayBuffer>): Promise<Response> {
  const actor = await afterReading(c);
  if (actor instanceof Response) return actor;
  if (bytes.byteLength > MAX_JSON_BYTES && !isMostlyStrings(bytes, STRUCTURE_MAX))
    return problem(c, "payload_too_large", {
      detail: `A body of more than ${MAX_JSON_BYTES} bytes may have ${STRUCTURE_MAX} bytes outside of its strings.`,
    });
  const body = parseJson(c, bytes);
  if (!body.ok) return body.response;
  const params = paramsSchema.safeParse(body.value.value);
  if (!params.success)
    return problem(c, "invalid_request", {
      detail: "Send one JSON object with a document in `query`, and `variables` and `operationName` where needed.",
    });
  const { query, variables, operationName } = params.data;
  const { isUpload, runGraphql } = await import("../graphql");
  if (bytes.byteLength > MAX_JSON_BYTES && !isUpload(query))
    return problem(c, "payload_too_large", { detail: `Only uploads may have more than ${MAX_JSON_BYTES} bytes.` });
  const asked = { query, variables: variables ?? {}, operationName: operationName ?? undefined };
  const answered = await runGraphql({ params: asked, request: c.req.raw, actor, requestId: c.env.trace.id });
  return writtenJson(c, answered, 200);
}

/** Whether the token may call anything that takes a large body. Large bodies of other tokens are refused unread. */
function mayUpload(actor: TokenActor): boolean {
  return UPLOADS.some((action) =>
    permissionsOf(actor).some((permission) => ruleOf(action).grants[permission] !== undefined),
  );
}
