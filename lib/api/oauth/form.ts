import type { z } from "zod";
import { whenSettled } from "../../platform/maybe-promise";
import type { Exchange } from "../context";
import { FORM_MAX, isForm } from "../form-type";
import { readBytes } from "../operation/body";

export type Form<T> =
  | { readonly ok: true; readonly input: T }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly description: string };

interface Exceptions {
  /** Parameters that may repeat (RFC 8693 `audience`); they come as arrays. */
  readonly lists?: readonly string[];
  /** Parameters for which nothing is a value too. */
  readonly kept?: readonly string[];
}

/**
 * The parameters of an `application/x-www-form-urlencoded` body (RFC 6749 section 3.2): sent once each, unknown ones
 * ignored, and those without a value taken as left out. At once where the mount has read the body already.
 */
export function readForm<Schema extends z.ZodType>(
  c: Exchange,
  schema: Schema,
  exceptions: Exceptions = {},
): Form<z.output<Schema>> | Promise<Form<z.output<Schema>>> {
  if (!isForm(c.req.raw.headers.get("content-type")))
    return { ok: false, status: 415, description: "Send the parameters as application/x-www-form-urlencoded." };
  return whenSettled(readText(c), (text) => (text === null ? TOO_LARGE : parseForm(text, schema, exceptions)));
}

const TOO_LARGE = { ok: false, status: 413, description: "The form is too large." } as const;

/** The body, or null when it is too large. One that says it is short enough cannot be longer, and is read the quick way. */
function readText(c: Exchange): string | null | Promise<string | null> {
  const read = c.env.incoming?.rawBody;
  if (read) return read.toString();
  const length = c.req.raw.headers.get("content-length");
  if (length !== null && Number(length) <= FORM_MAX) return c.req.text();
  return readBytes(c, FORM_MAX).then((bytes) => (bytes.ok ? bytes.value.toString() : null));
}

function parseForm<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { lists = [], kept = [] }: Exceptions,
): Form<z.output<Schema>> {
  const values = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === "" && !kept.includes(name)) continue;
    const known = values.get(name);
    if (Array.isArray(known)) known.push(value);
    else if (lists.includes(name)) values.set(name, [value]);
    else if (values.has(name))
      return { ok: false, status: 400, description: `The parameter ${name.slice(0, 50)} was sent more than once.` };
    else values.set(name, value);
  }
  const parsed = schema.safeParse(Object.fromEntries(values));
  if (parsed.success) return { ok: true, input: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    ok: false,
    status: 400,
    description: `${String(issue?.path[0] ?? "form")}: ${issue?.message ?? "not valid"}`,
  };
}
