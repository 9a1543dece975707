import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { PlainError, writeProblem } from "../plain-error";

/**
 * Writes a file atomically: under a temporary name, synced, checked, and renamed. Mode 0600. Throws PlainError if the
 * file exists or the disk is full.
 */
export async function writeWhole(
  file: string,
  chunks: AsyncIterable<Buffer>,
  check: (partial: string) => Promise<void> = async () => undefined,
): Promise<void> {
  requireAbsent(file);
  const partial = `${file}.partial-${randomBytes(4).toString("hex")}`;
  try {
    const handle = await open(partial, "wx", 0o600);
    try {
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await check(partial);
    requireAbsent(file);
    await rename(partial, file);
    syncFolder(path.dirname(file));
  } catch (error) {
    await rm(partial, { force: true });
    throw writeProblem(file, error);
  }
}

/** Syncs a folder, so that a rename in it survives a power failure. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Throws PlainError if the file exists. A backup never replaces one. */
export function requireAbsent(file: string): void {
  if (existsSync(file)) throw new PlainError(`${file} is there already. Choose another name.`);
}
