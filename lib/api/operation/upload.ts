import { afterReading } from "../authenticated";
import type { ApiContext } from "../context";
import { readLargeBytes, type ReadBody } from "./body";

/** Reads an upload, and looks at the token again when that took a while: a revoked one learns nothing of its upload. */
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
