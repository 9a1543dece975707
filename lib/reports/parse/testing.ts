import { parseReport, type ReportOptions, type ReportParse } from ".";

/** The bytes in pieces of `size`, as a connection might deliver them. */
export async function* pieces(bytes: Uint8Array, size: number = bytes.byteLength || 1): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

/** Parses a text, a value as JSON, or bytes. */
export function parse(report: unknown, options: ReportOptions & { size?: number } = {}): Promise<ReportParse> {
  const { size, ...rest } = options;
  return parseReport(pieces(bytesOf(report), size), rest);
}

function bytesOf(report: unknown): Uint8Array {
  if (report instanceof Uint8Array) return report;
  return Buffer.from(typeof report === "string" ? report : JSON.stringify(report));
}
