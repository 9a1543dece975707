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

/** How a report arrives. */
export interface ReportOptions {
  /** Whether the bytes are compressed with gzip. */
  gzip?: boolean;
  /** The largest size, of what arrives and of what it decompresses to. */
  maxBytes?: number;
}

/**
 * Reads and validates a scan report of either form while it arrives. Only what it returns, and one piece of the report, is
 * in memory at a time. Stops reading, and ends the source, at the first thing that is wrong. Never throws for bad input;
 * an error of the source itself (a connection that breaks) is thrown on.
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

/** Looks at the decompressed bytes as they pass. */
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

/** Errors that zlib raises for what is in the stream, by their code. */
function gzipRefusal(error: unknown): Refusal | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "Z_BUF_ERROR") return new Refusal("truncated", "The compressed report ends too early.");
  if (code === "Z_DATA_ERROR" || code === "Z_NEED_DICT")
    return new Refusal("bad_gzip", "The report is not compressed with gzip.");
  return null;
}
