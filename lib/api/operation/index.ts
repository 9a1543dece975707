import { z } from "@hono/zod-openapi";
import type { TokenActor } from "../../access/authorization/actor";
import { afterReading, authenticated } from "../authenticated";
import type { ApiApp, ApiContext } from "../context";
import { fieldErrors, UNKNOWN_FIELD } from "../field-errors";
import { problem } from "../problem";
import { readJson, type ReadBody } from "./body";
import { describeOperation } from "./describe";
import { answerOnce, written } from "./idempotency";
import type { HiddenOperation, JsonOperation, OpenOperation, OperationCall, RawOperation, RunOnce } from "./types";

export { created, done, etagOf, ok } from "./write";

type Operation<Query extends z.ZodType, Input extends z.ZodType, Schema extends z.ZodType> =
  JsonOperation<Query, Input, Schema> | RawOperation<Query, Schema> | OpenOperation | HiddenOperation;

/**
 * Adds a route to the API and to OpenAPI: the only way to declare one. For tokens it authenticates and validates path,
 * query and body with the documented schemas; `run` takes JSON or nothing, and a POST runs once per Idempotency-Key.
 */
export function addOperation<Query extends z.ZodType, Input extends z.ZodType, Schema extends z.ZodType>(
  app: ApiApp,
  operation: Operation<Query, Input, Schema>,
): void {
  const path = operation.path.replaceAll(/{(\w+)}/g, ":$1");
  if ("hidden" in operation) return void app.on(operation.method.toUpperCase(), path, operation.answer);
  app.openAPIRegistry.registerPath(describeOperation(operation));
  if (!("answer" in operation)) app.on(operation.method.toUpperCase(), path, handlerOf(operation));
  else if (operation.anyMethod) app.all(path, operation.answer);
  else app.on(operation.method.toUpperCase(), path, operation.answer);
}

function handlerOf<Query extends z.ZodType, Input extends z.ZodType, Schema extends z.ZodType>(
  operation: JsonOperation<Query, Input, Schema> | RawOperation<Query, Schema>,
) {
  const handle = "run" in operation ? runner(operation) : responder(operation);
  return authenticated(operation.method === "get" ? handle : releasing(handle));
}

type Handle = (c: ApiContext, actor: TokenActor) => Response | Promise<Response>;

/** Releases the memory of a large body when the request is answered. */
function releasing(handle: Handle): Handle {
  return async (c, actor) => {
    try {
      return await handle(c, actor);
    } finally {
      c.get("held")?.release();
    }
  };
}

function runner<Query extends z.ZodType, Input extends z.ZodType, Schema extends z.ZodType>(
  operation: JsonOperation<Query, Input, Schema>,
): Handle {
  const { method, input: schema, optionalInput: optional, run } = operation;
  return async (c, actor) => {
    const begun = begin<z.output<Query>, z.input<Schema>>(c, actor, operation);
    if (!begun.ok) return begun.response;
    if (method === "get") return written(c, await run({ ...begun.value, input: undefined as z.output<Input> }));
    const read = schema ? await readJson(c, { optional }) : NOTHING;
    if (!read.ok) return read.response;
    const input = validate(c, schema ?? z.unknown(), read.value.value, "invalid_input");
    if (!input.ok) return input.response;
    return begun.value.once(read.value.bytes, (actor) =>
      run({ ...begun.value, actor, input: input.value as z.output<Input> }),
    );
  };
}

const NOTHING: ReadBody<{ value: unknown; bytes: Buffer }> = {
  ok: true,
  value: { value: undefined, bytes: Buffer.alloc(0) },
};

function responder<Query extends z.ZodType, Schema extends z.ZodType>(operation: RawOperation<Query, Schema>): Handle {
  return (c, actor) => {
    const begun = begin<z.output<Query>, z.input<Schema>>(c, actor, operation);
    return begun.ok ? operation.respond({ ...begun.value, input: undefined }) : begun.response;
  };
}

function begin<Query, Body>(
  c: ApiContext,
  actor: TokenActor,
  { path, query, ifMatch }: { path: string; query?: z.ZodType; ifMatch?: boolean },
): ReadBody<Omit<OperationCall<Query, undefined, Body>, "input">> {
  if (path.includes("{") && Object.values(c.req.param()).some((part) => !PATH_PART.test(part)))
    return { ok: false, response: problem(c, "not_found") };
  const parsed = query ? validate(c, query, flat(c.req.queries()), "invalid_request") : readNoQuery(c);
  if (!parsed.ok) return parsed;
  const version = ifMatch ? versionOf(c) : NO_VERSION;
  if (!version.ok) return version;
  const once: RunOnce<Body> = async (asked, work) => {
    const current = await afterReading(c);
    return current instanceof Response ? current : answerOnce(c, current, asked, () => work(current));
  };
  return {
    ok: true,
    value: {
      c,
      actor,
      param: (name) => c.req.param(name) ?? "",
      query: parsed.value as Query,
      version: version.value,
      once,
    },
  };
}

const NO_VERSION = { ok: true, value: undefined } as const;

/** Refuses a query string on a route without parameters, because an ignored parameter is probably misspelled. */
function readNoQuery(c: ApiContext): ReadBody<object> {
  if (!c.req.url.includes("?")) return EMPTY_QUERY;
  const errors = Object.keys(c.req.queries()).map((field) => ({ field, detail: UNKNOWN_FIELD }));
  return errors.length === 0 ? EMPTY_QUERY : { ok: false, response: problem(c, "invalid_request", { errors }) };
}

const EMPTY_QUERY = { ok: true, value: {} } as const;

/** The format of path parameters. No id has another format. */
const PATH_PART = /^[\x21-\x7e]{1,200}$/;

/** One value as a string, several as a list. The schema decides which is valid. */
function flat(queries: Record<string, string[]>): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

function validate<Schema extends z.ZodType>(
  c: ApiContext,
  schema: Schema,
  value: unknown,
  code: "invalid_input" | "invalid_request",
): ReadBody<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, response: problem(c, code, { errors: fieldErrors(parsed.error) }) };
}

/** If-Match: one strong ETag, or `*`. Any other value cannot match: 412 (RFC 9110 section 13.1.1). */
function versionOf(c: ApiContext): ReadBody<number | undefined> {
  const header = c.req.raw.headers.get("if-match")?.trim();
  if (header === undefined || header === "*") return { ok: true, value: undefined };
  const [, version] = /^"([1-9]\d{0,8})"$/.exec(header) ?? [];
  return version === undefined ? { ok: false, response: stale(c) } : { ok: true, value: Number(version) };
}

const stale = (c: ApiContext): Response => problem(c, "stale");
