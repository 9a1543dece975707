import { z } from "@hono/zod-openapi";
import type { TokenActor } from "../../access/authorization/actor";
import { afterReading, authenticated } from "../authenticated";
import type { ApiApp, ApiContext } from "../context";
import { fieldErrors } from "../field-errors";
import { problem, type ProblemResponse } from "../problem";
import { readJson, type ReadBody } from "./body";
import { describeOperation } from "./describe";
import { answerOnce } from "./idempotency";
import type { OperationCall, OperationFacts, JsonOperation, RunOnce, RawOperation } from "./types";

export { created, done, etagOf, ok } from "./write";

/**
 * Adds an operation that takes JSON or nothing. It authenticates, validates query and body with the documented schemas,
 * and runs; a POST runs once per Idempotency-Key.
 */
export function addOperation<Query extends z.ZodType, Input extends z.ZodType, Schema extends z.ZodType>(
  app: ApiApp,
  operation: JsonOperation<Query, Input, Schema>,
): void {
  mount(app, operation, async (c, actor) => {
    const begun = begin<z.output<Query>, z.input<Schema>>(c, actor, operation);
    if (!begun.ok) return begun.response;
    const read = operation.input ? await readJson(c, { optional: operation.optionalInput }) : NOTHING;
    if (!read.ok) return read.response;
    const input = validate(c, operation.input ?? z.unknown(), read.value.value, "invalid_input");
    if (!input.ok) return input.response;
    return begun.value.once(read.value.bytes, (actor) =>
      operation.run({ ...begun.value, actor, input: input.value as z.output<Input> }),
    );
  });
}

const NOTHING: ReadBody<{ value: unknown; bytes: Buffer }> = {
  ok: true,
  value: { value: undefined, bytes: Buffer.alloc(0) },
};

/** Adds an operation that reads its body or writes its response itself. */
export function addRawOperation<Query extends z.ZodType, Schema extends z.ZodType>(
  app: ApiApp,
  operation: RawOperation<Query, Schema>,
): void {
  mount(app, operation, async (c, actor) => {
    const begun = begin<z.output<Query>, z.input<Schema>>(c, actor, operation);
    return begun.ok ? operation.respond({ ...begun.value, input: undefined }) : begun.response;
  });
}

function mount(
  app: ApiApp,
  operation: OperationFacts<z.ZodType>,
  handle: (c: ApiContext, actor: TokenActor) => Promise<Response>,
): void {
  app.openAPIRegistry.registerPath(describeOperation(operation));
  app.on(operation.method.toUpperCase(), operation.path.replaceAll(/{(\w+)}/g, ":$1"), authenticated, (c) =>
    handle(c, c.get("actor")),
  );
}

function begin<Query, Body>(
  c: ApiContext,
  actor: TokenActor,
  { query = NO_QUERY, ifMatch }: { query?: z.ZodType; ifMatch?: boolean },
): ReadBody<Omit<OperationCall<Query, undefined, Body>, "input">> {
  if (Object.values(c.req.param()).some((part) => !PATH_PART.test(part)))
    return { ok: false, response: problem(c, "not_found") };
  const parsed = validate(c, query, flat(c.req.queries()), "invalid_request");
  if (!parsed.ok) return parsed;
  const version = ifMatch ? versionOf(c) : { ok: true as const, value: undefined };
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

/** The query of an operation without parameters. An unknown parameter is refused, because it is probably misspelled. */
const NO_QUERY = z.strictObject({});

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

const stale = (c: ApiContext): ProblemResponse => problem(c, "stale");
