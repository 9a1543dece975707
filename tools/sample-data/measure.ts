/** Measures the parsing of a file: `tsx tools/sample-data/measure.ts bundle|report <file>` prints one JSON object. */
import { readFileSync } from "node:fs";
import { parseBundle } from "@/lib/content/parse";
import { parseReport } from "@/lib/reports/parse";

const [what, file = ""] = process.argv.slice(2);
const bytes = readFileSync(file);

async function* arriving(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

const peak = (): number => process.resourceUsage().maxRSS / 1024;

async function main(): Promise<void> {
  const memory = peak();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const { ok } = what === "report" ? await parseReport(arriving()) : parseBundle(bytes);
  const { user, system } = process.cpuUsage(cpu);
  const round = (value: number): number => Math.round(value);
  console.log(
    JSON.stringify({
      ok,
      bytes: bytes.byteLength,
      cpuMs: round((user + system) / 1000),
      wallMs: round(performance.now() - started),
      memoryMiB: round(peak() - memory),
    }),
  );
}

void main();
