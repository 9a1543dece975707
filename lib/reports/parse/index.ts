import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
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
  try {
    return await read(source, options.gzip ?? false, options.maxBytes ?? MAX_REPORT_BYTES);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : gzipRefusal(error);
    if (!refusal) throw error;
    return refusal.toResult();
  }
}

async function read(source: AsyncIterable<Uint8Array>, gzip: boolean, maxBytes: number): Promise<ReportAccepted> {
  const inspection = new Inspection(maxBytes);
  const stored: Buffer[] = [];
  const keep = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) stored.push(chunk);
  };
  const inspect = (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> => inspection.through(chunks);
  if (gzip) await pipeline(slices(source, maxBytes), createGunzip({ chunkSize: SLICE }), inspect, createGzip(), keep);
  else await pipeline(slices(source, maxBytes), inspect, createGzip(), keep);
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
      this.#look(chunk);
      yield chunk;
    }
    this.#decoder.end();
  }

  finish(): Omit<ReportAccepted, "ok" | "gzip"> {
    return { ...this.#decoder.collector.finish(), digest: this.#hash.digest("hex"), bytes: this.#bytes };
  }

  #look(chunk: Uint8Array): void {
    this.#bytes += chunk.byteLength;
    if (this.#bytes > this.maxBytes) throw tooLarge(this.maxBytes);
    this.#hash.update(chunk);
    this.#decoder.write(chunk);
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
