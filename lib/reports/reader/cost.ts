import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MAX_REPORT_BYTES } from "../parse";
import type { ReportBytes } from "./parse-bytes";

/** Reports up to this size, decompressed, are read where the caller is; larger ones in a thread. */
export const INLINE_BYTES = 256 * 1024;

/** Deflate makes at most 1,032 bytes of one (zlib's Technical Details, "Maximum Compression Factor"). */
const MAX_RATIO = 1_032;

/** The most bytes that a report can come to when it is decompressed; exact when that is at most INLINE_BYTES. */
export async function expandedSize({ bytes, gzip }: ReportBytes): Promise<number> {
  if (!gzip) return bytes.byteLength;
  const small = bytes.byteLength <= INLINE_BYTES ? await sizeWhenSmall(bytes) : null;
  return small ?? Math.min(MAX_REPORT_BYTES, bytes.byteLength * MAX_RATIO);
}

/** The decompressed size; null when it is more than INLINE_BYTES. What is no gzip comes to nothing. */
async function sizeWhenSmall(bytes: Uint8Array): Promise<number | null> {
  try {
    return (await promisify(gunzip)(bytes, { maxOutputLength: INLINE_BYTES })).byteLength;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? null : 0;
  }
}
