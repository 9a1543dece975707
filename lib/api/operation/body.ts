import { Readable } from "node:stream";
import {
  type BodySource,
  announcedLength,
  contentEncoding,
  holdBody,
  readBody,
  type ReadBodyOptions,
} from "../../platform/http/body";
import type { ApiContext, HttpExchange } from "../context";
import { problem } from "../problem";

export type ReadBody<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: Response };

/** The maximum JSON body of ordinary operations, in bytes. */
export const MAX_JSON_BYTES = 256 * 1024;

/** The media type of a request's body, in lower case; empty if there is none. */
export function mediaType(c: ApiContext): string {
  return (c.req.raw.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json$/.test(type);

/** The encodings of bodies that are read as they are. */
const PLAIN = ["identity"];

/** The encoding of the body; 415 with Accept-Encoding (RFC 7694) for one that is not accepted here. */
export function readEncoding(c: HttpExchange, accepted = PLAIN): ReadBody<string> {
  const encoding = contentEncoding(c.req.raw);
  if (accepted.includes(encoding)) return { ok: true, value: encoding };
  const names = accepted.join(", ");
  const detail = `This Content-Encoding is not supported here. Supported: ${names}.`;
  return {
    ok: false,
    response: problem(c, "unsupported_media_type", { detail }, { "accept-encoding": names }),
  };
}

/** How a body is read; `encodings` are those that the caller decodes. */
interface ReadOptions extends ReadBodyOptions {
  readonly encodings?: string[];
}

/**
 * The body of a request; `unsupported_media_type` when it is encoded, `payload_too_large` when it has more than `max`
 * bytes, `unavailable` when too many bodies are in memory. Never more than `max` is kept. Throws ConnectionLost and
 * BodyTooSlow.
 */
export async function readBytes(
  c: HttpExchange,
  max: number,
  { encodings, ...options }: ReadOptions = {},
): Promise<ReadBody<Buffer<ArrayBuffer>>> {
  const encoding = readEncoding(c, encodings);
  if (!encoding.ok) return encoding;
  const read = await readBody({ headers: c.req.raw.headers, body: bodyOf(c) }, max, options);
  if (read.ok) return { ok: true, value: read.bytes };
  return read.reason === "payload_too_large" ? tooLarge(c, max) : tooManyUploads(c);
}

/** What the body is read from: a message of node:http, or else the request. That of one that was read is there, too. */
function bodyOf({ req, env: { incoming } }: HttpExchange): BodySource["body"] {
  return incoming instanceof Readable && incoming.rawBody === undefined ? incoming : req.raw.body;
}

/** The same for a large body, whose memory counts against its organization's limit until the request is answered. */
export function readLargeBytes(
  c: ApiContext,
  max: number,
  encodings?: string[],
): Promise<ReadBody<Buffer<ArrayBuffer>>> {
  const held = holdBody(c.get("actor").organizationId);
  c.set("held", held);
  return readBytes(c, max, { held, encodings });
}

/** The request's Content-Length; 0 if there is none. */
export function announced(c: HttpExchange): number {
  return announcedLength(c.req.raw);
}

/** A JSON body; `{}` if the body is empty and optional. */
export async function readJson(
  c: ApiContext,
  { optional = false } = {},
): Promise<ReadBody<{ value: unknown; bytes: Buffer }>> {
  const encoding = readEncoding(c);
  if (!encoding.ok) return encoding;
  const type = mediaType(c);
  if (type === "" && optional) return withoutBody(c);
  if (!isJson(type)) return notJson(c);
  const read = await readBytes(c, MAX_JSON_BYTES);
  return read.ok ? parseJson(c, read.value, optional) : read;
}

async function withoutBody(c: ApiContext): Promise<ReadBody<{ value: unknown; bytes: Buffer }>> {
  const read = await readBytes(c, 0);
  return read.ok ? { ok: true, value: { value: {}, bytes: read.value } } : notJson(c);
}

/** Refuses a body of another type. */
export function notJson(c: ApiContext): ReadBody<never> & { readonly ok: false } {
  return {
    ok: false,
    response: problem(c, "unsupported_media_type", { detail: "Send the body as application/json." }),
  };
}

/** Parses UTF-8 JSON. An empty optional body is `{}`. */
export function parseJson(
  c: ApiContext,
  bytes: Buffer<ArrayBuffer>,
  optional = false,
): ReadBody<{ value: unknown; bytes: Buffer }> {
  if (bytes.byteLength === 0 && optional) return { ok: true, value: { value: {}, bytes } };
  try {
    return { ok: true, value: { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), bytes } };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    return { ok: false, response: problem(c, "invalid_request", { detail: "The body is not JSON in UTF-8." }) };
  }
}

export function tooLarge(c: HttpExchange, max: number): ReadBody<never> {
  return { ok: false, response: problem(c, "payload_too_large", { detail: `The body may have ${max} bytes.` }) };
}

function tooManyUploads(c: HttpExchange): ReadBody<never> {
  return {
    ok: false,
    response: problem(c, "unavailable", { detail: "Too many uploads are on their way." }, { "retry-after": "5" }),
  };
}
