import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { inRoot } from "../project";

const stampSchema = z.object({ fingerprint: z.string() });

/** Whether the output that a stamp file describes was built from sources with this fingerprint. */
export function isStamped(file: string, fingerprint: string): boolean {
  if (!existsSync(inRoot(file))) return false;
  const stamp = stampSchema.safeParse(parse(readFileSync(inRoot(file), "utf8")));
  return stamp.success && stamp.data.fingerprint === fingerprint;
}

/** Writes the stamp. Call it after all other output. */
export function writeStamp(file: string, fingerprint: string): void {
  writeFileSync(inRoot(file), `${JSON.stringify({ fingerprint, node: process.version })}\n`);
}

// A truncated stamp, as after a crash, is ignored.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
