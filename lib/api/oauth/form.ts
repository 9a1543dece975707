import type { z } from "zod";
import { whenSettled } from "../../settled";
import type { ApiContext } from "../context";
import { FORM_MAX, isForm } from "../form-type";

export type Form<T> = { readonly ok: true; readonly input: T } | { readonly ok: false; readonly status: 400 | 413 | 415; readonly description: string };

/**
 * The parameters of an `application/x-www-form-urlencoded` body (RFC 6749 section 3.2): sent once each, unknown ones
 * ignored. Those that may repeat (RFC 8693 `audience`) are named in `lists` and come as arrays. At once where the mount
 * has read the body already.
 */
export function readForm<Schema extends z.ZodType>(c: ApiContext, schema: Schema, lists: readonly string[] = []): Form<z.output<Schema>> | Promise<Form<z.output<Schema>>> {
  if (!isForm(c.req.raw.headers.get("content-type"))) return { ok: false, status: 415, description: "Send the parameters as application/x-www-form-urlencoded." };
  if (Number(c.req.raw.headers.get("content-length") ?? 0) > FORM_MAX) return TOO_LARGE;
  const text = c.env.incoming?.rawBody?.toString() ?? c.req.text();
  return whenSettled(text, (read) => (read.length > FORM_MAX ? TOO_LARGE : parseForm(read, schema, lists)));
}

const TOO_LARGE = { ok: false, status: 413, description: "The form is too large." } as const;

function parseForm<Schema extends z.ZodType>(text: string, schema: Schema, lists: readonly string[]): Form<z.output<Schema>> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (lists.includes(name)) values[name] = [...(values[name] ?? []), value];
    else if (name in values) return { ok: false, status: 400, description: `The parameter ${name.slice(0, 50)} was sent more than once.` };
    else values[name] = value;
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return { ok: true, input: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, status: 400, description: `${String(issue?.path[0] ?? "form")}: ${issue?.message ?? "not valid"}` };
}
