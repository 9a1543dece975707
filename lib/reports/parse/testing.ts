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

const fill = (piece: string, bytes: number): string => piece.repeat(Math.floor((bytes - 100) / piece.length));

/** Reports that are accepted and hard to parse, by their size in bytes. */
export const HOSTILE_REPORTS: readonly [name: string, reportOf: (bytes: number) => string][] = [
  ["escapes", (bytes) => `{"data":{"x":"${fill("\\n", bytes)}"}}`],
  ["numbers", (bytes) => `{"data":{"x":[${fill("1,", bytes)}1]}}`],
  ["empty objects", (bytes) => `{"data":{"x":[${fill("{},", bytes)}1]}}`],
  ["line ends", (bytes) => `{"data":{}${fill("\n", bytes)}}`],
];
