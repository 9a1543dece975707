import { GraphQLError } from "graphql";
import type { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../api/problem";
import type { Failure, Result } from "../result";

interface Extra {
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly detail: string }[];
  readonly context?: Readonly<Record<string, unknown>>;
}

/** An error of the caller's making; `extensions.code` is the code that REST has for it. */
export function refusal(code: ProblemCode, { detail, ...extra }: Extra = {}): GraphQLError {
  return new GraphQLError(detail ?? PROBLEMS[code].title, { extensions: { code, ...extra } });
}

/** What a function of lib returned; its failure becomes an error of the document. */
export function required<T extends object>(result: Result<T>): { readonly ok: true } & T {
  if (!result.ok) throw refusalOf(result);
  return result;
}

function refusalOf({ reason, fields, field, detail }: Failure): GraphQLError {
  const errors = Object.entries(fields ?? {}).map(([name, text]) => ({ field: name, detail: text }));
  return refusal(reason, { ...(errors.length > 0 ? { errors } : {}), ...(detail || field ? { context: { ...(field ? { field } : {}), ...detail } } : {}) });
}

/** Input as a function of lib takes it. Throws `invalid_input` with the fields that are wrong. */
export function parsed<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw refusal("invalid_input", { errors: result.error.issues.map(({ path, message }) => ({ field: path.join("."), detail: message })) });
}

/** One field that is wrong. */
export function invalid(field: string, detail: string): GraphQLError {
  return refusal("invalid_input", { detail, errors: [{ field, detail }] });
}
