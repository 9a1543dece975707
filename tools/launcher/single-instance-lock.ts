import { mkdirSync } from "node:fs";
import path from "node:path";
import { makeDataDir } from "../embedded-postgres";
import { PlainError, writeProblem, writing } from "../plain-error";
import { acquire, type ProcessEntry } from "@/lib/platform/process/lock";

const WAIT_MS = 1_000; // two that start at the same time retry once or twice

/** Allows one launcher per data directory. Throws an error that names the running one. Killed ones do not count. */
export async function enterDataDir(dataDir: string, url: string): Promise<ProcessEntry> {
  makeDataDir(dataDir);
  const directory = path.join(dataDir, "launcher");
  writing(dataDir, () => mkdirSync(directory, { recursive: true, mode: 0o700 }));
  const entered = await acquire(directory, WAIT_MS, url).catch((error: unknown) => {
    throw writeProblem(dataDir, error);
  });
  if (!("pid" in entered)) return entered;
  throw new PlainError(
    `Latchkey is already running on this data (${dataDir}): process ${entered.pid}, ${entered.note}\nStop it ` +
      "first, or set DATA_DIR to start another one with data of its own.",
  );
}
