import { parseReport, type ReportRefused } from "../parse";
import { SLICE } from "../parse/slices";
import { toStorable, type StorableReport } from "./storable";

/** A report's bytes, as they arrived. */
export interface ReportBytes {
  readonly bytes: Uint8Array;
  /** Whether they are compressed with gzip. */
  readonly gzip: boolean;
}

/** What reading a report comes to. */
export type ReportRead = StorableReport | ReportRefused;

/** Parses a report that is in memory, in slices between which other work gets its turn. */
export async function parseBytes({ bytes, gzip }: ReportBytes): Promise<ReportRead> {
  const parsed = await parseReport(slicesOf(bytes), { gzip });
  return parsed.ok ? toStorable(parsed) : parsed;
}

async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += SLICE) yield bytes.subarray(at, at + SLICE);
}
