import type { Readable } from "node:stream";
import { type HeldBytes, ByteBudget } from "../../byte-budget";
import { PACE, PaceWatch, type Pace } from "./pace";
import { processWide } from "../../process-wide";

export { BodyTooSlow, PACE, type Pace, PaceWatch } from "./pace";

/** The bytes of a body, or why it was refused. */
type ReadBody =
  | { readonly ok: true; readonly bytes: Buffer<ArrayBuffer> }
  | { readonly ok: false; readonly reason: "payload_too_large" | "unavailable" };

export interface ReadBodyOptions {
  /** Counts the bytes in memory. The body is refused if they exceed the limit. */
  readonly held?: HeldBytes;
  readonly pace?: Pace;
}

/**
 * How much of a body that is too large is read and thrown away, in bytes and ms, before it is refused: a client that is
 * answered while it still sends may find its connection reset and never see the answer.
 */
const DISCARDED = { bytes: 64 * 1024 * 1024, ms: 10_000 };

/** The part of a request that a body is read from. */
export interface BodySource {
  readonly headers: { get(name: string): string | null };
  /** On node:http the message, whose reading costs less than that of a web stream around it. */
  readonly body: ReadableStream | Readable | null;
}

/**
 * Reads the body of a request. Fails with `payload_too_large` when it has more than `max` bytes, and with `unavailable`
 * when there is no room for it in memory. Never more than `max` is kept. Throws ConnectionLost and BodyTooSlow.
 */
export async function readBody(
  source: BodySource,
  max: number,
  { held, pace }: ReadBodyOptions = {},
): Promise<ReadBody> {
  if (announcedLength(source) > DISCARDED.bytes) return TOO_LARGE;
  const chunks: Uint8Array[] = [];
  const end = performance.now() + DISCARDED.ms;
  let [size, full] = [0, false];
  for await (const chunk of chunksOf(source.body, pace)) {
    size += chunk.byteLength;
    if (size <= max) full ||= held?.add(chunk.byteLength) === false;
    if (size <= max && !full) chunks.push(chunk);
    else if (size > DISCARDED.bytes || performance.now() > end) break;
    else chunks.length = 0;
  }
  if (size > max) return TOO_LARGE;
  return full ? { ok: false, reason: "unavailable" } : { ok: true, bytes: Buffer.concat(chunks) };
}

const TOO_LARGE = { ok: false, reason: "payload_too_large" } as const;

/** The encoding of a request's body, in lower case; `identity` without one (RFC 9110 section 8.4). */
export function contentEncoding({ headers }: Pick<BodySource, "headers">): string {
  return headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
}

/** The length that a request announces, in bytes; 0 when it announces none. */
export function announcedLength({ headers }: Pick<BodySource, "headers">): number {
  return Number(headers.get("content-length") ?? 0);
}

/**
 * The chunks of a body as they arrive. Throws ConnectionLost when the client goes away before its end, and BodyTooSlow
 * when it sends more slowly than `pace`.
 */
async function* chunksOf(body: BodySource["body"], pace = PACE): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body instanceof ReadableStream ? streamReader(body) : messageReader(body);
  const watch = new PaceWatch(pace);
  try {
    for (;;) {
      const { done, value } = await Promise.race([next(reader), watch.tooSlow]);
      if (done) return;
      watch.count(value.byteLength);
      yield value;
    }
  } finally {
    watch.stop();
    void reader.cancel().catch(() => undefined); // The stream may be broken already.
  }
}

/** The client went away while it sent its request. No answer can reach it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

interface ChunkReader {
  read(): Promise<IteratorResult<Uint8Array, unknown>>;
  cancel(): Promise<unknown>;
}

function streamReader(body: ReadableStream): ChunkReader {
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  return { read: () => reader.read(), cancel: () => reader.cancel() };
}

/** A message is left open when its reading ends early: its connection carries the answer. */
function messageReader(message: Readable): ChunkReader {
  const chunks = message.iterator({ destroyOnReturn: false });
  return {
    read: () => chunks.next() as Promise<IteratorResult<Uint8Array, unknown>>,
    cancel: async () => chunks.return?.(),
  };
}

async function next(reader: ChunkReader) {
  try {
    return await reader.read();
  } catch (error) {
    throw new ConnectionLost("the client went away", { cause: error });
  }
}

/** The memory for large bodies, in bytes: two uploads of the maximum size per organization, and eight in total. */
const LIMITS = { total: 256 * 1024 * 1024, perKey: 64 * 1024 * 1024 };

const budget = (): ByteBudget => processWide("large bodies", () => new ByteBudget(LIMITS));

/** Reserves memory for a large body of an organization. Release it when the request is answered. */
export const holdBody = (organizationId: string): HeldBytes => budget().hold(organizationId);
