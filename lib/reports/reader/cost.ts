import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MAX_REPORT_BYTES } from "../parse";
import type { ReportBytes } from "./parse-bytes";

/** Reports up to this size, decompressed, are parsed in the calling thread; larger ones in a worker thread. */
export const INLINE_BYTES = 256 * 1024;

/** Deflate expands one byte to at most 1,032 (zlib's Technical Details, "Maximum Compression Factor"). */
const MAX_RATIO = 1_032;

/** A report, decompressed if it is small, and its maximum decompressed size; exact up to INLINE_BYTES. */
export async function withCost(report: ReportBytes): Promise<{ expanded: ReportBytes; cost: number }> {
  const { bytes, gzip } = report;
  if (!gzip) return { expanded: report, cost: bytes.byteLength };
  const small = bytes.byteLength <= INLINE_BYTES ? await expandSmall(bytes) : null;
  if (small === null) return { expanded: report, cost: Math.min(MAX_REPORT_BYTES, bytes.byteLength * MAX_RATIO) };
  return small instanceof Error
    ? { expanded: report, cost: 0 }
    : { expanded: { bytes: small, gzip: false }, cost: small.byteLength };
}

/** The decompressed bytes; null if they are more than INLINE_BYTES, an error if they are not gzip. */
async function expandSmall(bytes: Uint8Array): Promise<Uint8Array | Error | null> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: INLINE_BYTES });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? null : (error as Error);
  }
}
