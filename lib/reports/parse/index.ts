import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { createGunzip, createGzip, gzip, gzipSync } from "node:zlib";
import { ReportDecoder } from "./decoder";
import { MAX_REPORT_BYTES } from "./limits";
import { Refusal } from "./refusal";
import { SLICE, slices, tooLarge } from "./slices";
import type { ReportAccepted, ReportParse } from "./types";

export { MAX_ASSETS, MAX_REPORT_BYTES, MAX_SCORES } from "./limits";
export type * from "./types";

/** Options for parsing a report. */
export interface ReportOptions {
  /** Whether the bytes are compressed with gzip. */
  gzip?: boolean;
  /** The maximum size, compressed and decompressed. */
  maxBytes?: number;
}

/**
 * Parses and validates a scan report of either form as a stream. Only the result and one chunk of the report are in
 * memory at a time. Stops, and ends the source, at the first error. Never throws for bad input; an error of the source
 * itself (a lost connection) is thrown.
 */
export async function parseReport(
  source: AsyncIterable<Uint8Array>,
  options: ReportOptions = {},
): Promise<ReportParse> {
  return orRefused(read(source, options.gzip ?? false, options.maxBytes ?? MAX_REPORT_BYTES));
}

/** The same for a report that is in memory and not compressed: without streams, which take a quarter of the time. */
export function parseReportBytes(bytes: Uint8Array, maxBytes = MAX_REPORT_BYTES): Promise<ReportParse> {
  return orRefused(readBytes(bytes, maxBytes));
}

async function orRefused(reading: Promise<ReportAccepted>): Promise<ReportParse> {
  try {
    return await reading;
  } catch (error) {
    const refusal = error instanceof Refusal ? error : gzipRefusal(error);
    if (!refusal) throw error;
    return refusal.toResult();
  }
}

async function readBytes(bytes: Uint8Array, maxBytes: number): Promise<ReportAccepted> {
  const inspection = new Inspection(maxBytes);
  for (let at = 0; at < bytes.byteLength; at += SLICE) {
    if (at > 0) await setImmediate(); // other work
    inspection.look(bytes.subarray(at, at + SLICE));
  }
  inspection.end();
  return { ok: true, ...inspection.finish(), gzip: await compressed(bytes) };
}

/** Of a small report while others wait: that takes less time than to parse a slice, and less than a thread. */
const SMALL = 4 * SLICE;

/** A report is stored with its results, which take ten times the space: a better level would save 1 % of it. */
const LEVEL = { level: 3 };

const compressed = async (bytes: Uint8Array) =>
  bytes.byteLength <= SMALL ? gzipSync(bytes, LEVEL) : promisify(gzip)(bytes, LEVEL);

async function read(source: AsyncIterable<Uint8Array>, gzip: boolean, maxBytes: number): Promise<ReportAccepted> {
  const inspection = new Inspection(maxBytes);
  const stored: Buffer[] = [];
  const keep = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) stored.push(chunk);
  };
  const inspect = (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => inspection.through(chunks);
  if (gzip)
    await pipeline(slices(source, maxBytes), createGunzip({ chunkSize: SLICE }), inspect, createGzip(LEVEL), keep);
  else await pipeline(slices(source, maxBytes), inspect, createGzip(LEVEL), keep);
  return { ok: true, ...inspection.finish(), gzip: Buffer.concat(stored) };
}

/** Inspects the decompressed bytes. */
class Inspection {
  readonly #decoder = new ReportDecoder();
  readonly #hash = createHash("sha256");
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  async *through(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.look(chunk);
      yield chunk;
    }
    this.end();
  }

  look(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.maxBytes) throw tooLarge(this.maxBytes);
    this.#hash.update(chunk);
    this.#decoder.write(chunk);
  }

  end(): void {
    this.#decoder.end();
  }

  finish(): Omit<ReportAccepted, "ok" | "gzip"> {
    return { ...this.#decoder.collector.finish(), digest: this.#hash.digest("hex"), bytes: this.#bytes };
  }
}

/** The refusals for zlib's data errors, by their code. */
function gzipRefusal(error: unknown): Refusal | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "Z_BUF_ERROR") return new Refusal("truncated", "The compressed report ends too early.");
  if (code === "Z_DATA_ERROR" || code === "Z_NEED_DICT")
    return new Refusal("bad_gzip", "The report is not compressed with gzip.");
  return null;
}
