import { parseReport, parseReportBytes, type ReportRefused } from "../parse";
import { SLICE } from "../parse/slices";
import { toStorable, type StorableReport } from "./storable";

/** A report's bytes as received. */
export interface ReportBytes {
  readonly bytes: Uint8Array;
  /** Whether they are compressed with gzip. */
  readonly gzip: boolean;
}

/** The result of parsing a report. */
export type ReportRead = StorableReport | ReportRefused;

/** Parses a report in memory, in slices, so that other work can run in between. */
export async function parseBytes({ bytes, gzip }: ReportBytes): Promise<ReportRead> {
  const parsed = gzip ? await parseReport(slicesOf(bytes), { gzip }) : await parseReportBytes(bytes);
  return parsed.ok ? toStorable(parsed) : parsed;
}

async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += SLICE) yield bytes.subarray(at, at + SLICE);
}
