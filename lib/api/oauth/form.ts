import type { z } from "zod";
import { BodyTooSlow, contentEncoding, readBody } from "../../platform/http/body";
import { whenSettled } from "../../platform/maybe-promise";
import type { HttpExchange } from "../context";
import { MAX_FORM_BYTES, isForm } from "../form-type";
import type { Headings } from "../reply";
import { oauthError, type OAuthError } from "./error";

/** A form that was refused: the status of the answer, and a sentence for the developer. */
export interface RefusedForm {
  readonly ok: false;
  readonly status: 400 | 408 | 413 | 415;
  readonly description: string;
}

export type OAuthForm<T> = { readonly ok: true; readonly input: T } | RefusedForm;

interface Exceptions {
  /** Parameters that may repeat (RFC 8693 `audience`); parsed as arrays. */
  readonly lists?: readonly string[];
  /** Parameters whose empty value is kept. */
  readonly kept?: readonly string[];
}

/**
 * The parameters of an `application/x-www-form-urlencoded` body (RFC 6749 section 3.2): each at most once, unknown ones
 * ignored, and empty ones treated as missing. Returns without a promise if the mount has already read the body.
 */
export function readForm<Schema extends z.ZodType>(
  c: HttpExchange,
  schema: Schema,
  exceptions: Exceptions = {},
): OAuthForm<z.output<Schema>> | Promise<OAuthForm<z.output<Schema>>> {
  if (!isForm(c.req.raw.headers.get("content-type")))
    return { ok: false, status: 415, description: "Send the parameters as application/x-www-form-urlencoded." };
  if (contentEncoding(c.req.raw) !== "identity") return ENCODED;
  return whenSettled(readText(c), (text) => (typeof text === "string" ? parseForm(text, schema, exceptions) : text));
}

const ENCODED = { ok: false, status: 415, description: "No Content-Encoding is supported here." } as const;
const TOO_LARGE = { ok: false, status: 413, description: "The form is too large." } as const;
const TOO_SLOW = { ok: false, status: 408, description: "The form arrived too slowly." } as const;

/** The body, or why it was refused. */
function readText(c: HttpExchange): string | RefusedForm | Promise<string | RefusedForm> {
  const { rawBody, tooSlow } = c.env.incoming ?? {};
  if (tooSlow) return TOO_SLOW;
  return rawBody ? rawBody.toString() : readStream(c);
}

async function readStream(c: HttpExchange): Promise<string | RefusedForm> {
  try {
    const read = await readBody(c.req.raw, MAX_FORM_BYTES);
    return read.ok ? read.bytes.toString() : TOO_LARGE;
  } catch (error) {
    if (error instanceof BodyTooSlow) return TOO_SLOW;
    throw error;
  }
}

/**
 * What each refusal adds: the encodings that are supported (RFC 7694), and the end of a connection that was too slow.
 */
const HEADERS: Partial<Record<number, Headings>> = {
  408: { connection: "close" },
  415: { "accept-encoding": "identity" },
};

/** Refuses a form in OAuth's words. */
export function refuseForm(
  c: HttpExchange,
  { status, description }: RefusedForm,
  error: OAuthError = "invalid_request",
): Response {
  return oauthError(c, status, error, description, HEADERS[status]);
}

function parseForm<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  { lists = [], kept = [] }: Exceptions,
): OAuthForm<z.output<Schema>> {
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
