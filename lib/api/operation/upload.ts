import { afterReading } from "../authenticated";
import type { ApiContext } from "../context";
import { readLargeBytes, type ReadBody } from "./body";

/** Reads an upload, and checks the token again if that took a while, so that a revoked token gets no result. */
export async function readUpload(
  c: ApiContext,
  max: number,
  encodings?: string[],
): Promise<ReadBody<Buffer<ArrayBuffer>>> {
  const read = await readLargeBytes(c, max, encodings);
  if (!read.ok) return read;
  const current = await afterReading(c);
  return current instanceof Response ? { ok: false, response: current } : read;
}
