import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MAX_REPORT_BYTES } from "../parse";
import type { ReportBytes } from "./parse-bytes";

/** Reports up to this size, decompressed, are parsed in the calling thread; larger ones in a worker thread. */
export const INLINE_BYTES = 256 * 1024;

/** Deflate expands one byte to at most 1,032 (zlib's Technical Details, "Maximum Compression Factor"). */
const MAX_RATIO = 1_032;

/** The maximum decompressed size of a report; exact up to INLINE_BYTES. */
export async function expandedSize({ bytes, gzip }: ReportBytes): Promise<number> {
  if (!gzip) return bytes.byteLength;
  const small = bytes.byteLength <= INLINE_BYTES ? await sizeWhenSmall(bytes) : null;
  return small ?? Math.min(MAX_REPORT_BYTES, bytes.byteLength * MAX_RATIO);
}

/** The decompressed size; null if it is more than INLINE_BYTES. 0 for invalid gzip. */
async function sizeWhenSmall(bytes: Uint8Array): Promise<number | null> {
  try {
    return (await promisify(gunzip)(bytes, { maxOutputLength: INLINE_BYTES })).byteLength;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? null : 0;
  }
}
