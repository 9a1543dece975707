import type { ApiContext, Exchange } from "../context";
import { problem, type ProblemResponse } from "../problem";

export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly response: ProblemResponse };

/** The largest JSON body of ordinary operations, in bytes. */
export const JSON_MAX = 256 * 1024;

/** The media type of a request's body, in lower case; empty without one. */
export function mediaType(c: ApiContext): string {
  return (c.req.raw.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export const isJson = (type: string): boolean => /^application\/([\w.-]+\+)?json$/.test(type);

/**
 * How much of a body that is too large is read and thrown away, in bytes and ms, before it is refused: a client that is
 * answered while it still sends may find its connection reset and never see the answer.
 */
const DISCARDED = { bytes: 64 * 1024 * 1024, ms: 10_000 };

/** The body of a request, refused when it is larger than `max` bytes; never more than that is kept. */
export async function readBytes(c: Exchange, max: number): Promise<Read<Buffer<ArrayBuffer>>> {
  if (announced(c) > DISCARDED.bytes) return tooLarge(c, max);
  const chunks: Uint8Array[] = [];
  const end = performance.now() + DISCARDED.ms;
  let size = 0;
  for await (const chunk of bodyOf(c)) {
    size += chunk.byteLength;
    if (size <= max) chunks.push(chunk);
    else if (size > DISCARDED.bytes || performance.now() > end) break;
    else chunks.length = 0;
  }
  return size > max ? tooLarge(c, max) : { ok: true, value: Buffer.concat(chunks) };
}

/** The length that the request announces, in bytes; 0 when it does not. */
export function announced(c: Exchange): number {
  return Number(c.req.raw.headers.get("content-length") ?? 0);
}

/** The pieces of a request's body as they arrive. Throws ConnectionLost when the client goes away before its end. */
export async function* bodyOf(c: Exchange): AsyncGenerator<Uint8Array> {
  const { body } = c.req.raw;
  if (!body) return;
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  try {
    for (;;) {
      const { done, value } = await next(reader);
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined); // of a stream that broke already
  }
}

/** The client went away while it sent its request: nobody is left to be answered. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    throw new ConnectionLost("the client went away", { cause: error });
  }
}

/** A JSON body as it stands there; `{}` when there is none and none is needed. */
export async function readJson(
  c: ApiContext,
  { max = JSON_MAX, optional = false } = {},
): Promise<Read<{ value: unknown; bytes: Buffer }>> {
  const type = mediaType(c);
  if (type === "" && optional) return withoutBody(c);
  if (!isJson(type))
    return {
      ok: false,
      response: problem(c, "unsupported_media_type", { detail: "Send the body as application/json." }),
    };
  const read = await readBytes(c, max);
  return read.ok ? parse(c, read.value, optional) : read;
}

async function withoutBody(c: ApiContext): Promise<Read<{ value: unknown; bytes: Buffer }>> {
  const read = await readBytes(c, 0);
  if (read.ok) return { ok: true, value: { value: {}, bytes: read.value } };
  return {
    ok: false,
    response: problem(c, "unsupported_media_type", { detail: "Send the body as application/json." }),
  };
}

function parse(c: ApiContext, bytes: Buffer<ArrayBuffer>, optional: boolean): Read<{ value: unknown; bytes: Buffer }> {
  if (bytes.byteLength === 0 && optional) return { ok: true, value: { value: {}, bytes } };
  try {
    return { ok: true, value: { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), bytes } };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    return { ok: false, response: problem(c, "invalid_request", { detail: "The body is not JSON in UTF-8." }) };
  }
}

export function tooLarge(c: Exchange, max: number): Read<never> {
  return { ok: false, response: problem(c, "payload_too_large", { detail: `The body may have ${max} bytes.` }) };
}
