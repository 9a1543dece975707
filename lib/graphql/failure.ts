import { GraphQLError } from "graphql";
import type { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../platform/result/problems";
import type { Failure, Result } from "../platform/result/result";
import { sentenceOf, type FieldError } from "./sentence";

interface Extra {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly findings?: unknown;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** An error caused by the request. `extensions.code` is the same code as in REST. */
export function refusal(code: ProblemCode, { detail, ...extra }: Extra = {}): GraphQLError {
  return new GraphQLError(detail ?? PROBLEMS[code].title, { extensions: { code, ...extra } });
}

/** Unwraps a result of lib. A failure is thrown as a GraphQL error. */
export function required<T extends object>(result: Result<T>): { readonly ok: true } & T {
  if (!result.ok) throw refusalOf(result);
  return result;
}

/** Maps a failure like REST: the errors of a bundle are in `findings`, and the rest in `context`. */
function refusalOf({ reason, fields, field, detail = {} }: Failure): GraphQLError {
  const errors = Object.entries(fields ?? {}).map(([name, text]) => ({ field: name, detail: text }));
  const { findings, message: _message, ...rest } = detail;
  const context = { ...(field ? { field } : {}), ...rest };
  return refusal(reason, {
    detail: sentenceOf(reason, detail, errors),
    ...(errors.length > 0 ? { errors } : {}),
    ...(findings === undefined ? {} : { findings }),
    ...(Object.keys(context).length > 0 ? { context } : {}),
  });
}

/** Parses input for a function of lib. Throws `invalid_input` with the invalid fields. */
export function parsed<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ field: path.join("."), detail: message }));
  throw refusal("invalid_input", { detail: sentenceOf("invalid_input", {}, errors), errors });
}

/** An error for one invalid field. */
export function invalid(field: string, detail: string): GraphQLError {
  return refusal("invalid_input", { detail, errors: [{ field, detail }] });
}
