import { existsSync } from "node:fs";
import path from "node:path";
import { PlainError } from "../plain-error";

/** The marker file in a data directory during a restore, from before the first file until after the last. */
export const unfinishedMark = (dataDir: string): string => path.join(dataDir, "restore-unfinished");

/** Throws PlainError if a restore did not finish, because the database is not complete. */
export function requireFinished(dataDir: string): void {
  if (!existsSync(unfinishedMark(dataDir))) return;
  throw new PlainError(
    `A restore into ${dataDir} did not finish, so what is there is not whole. ` +
      "Run the same npm run restore again, or remove the directory.",
  );
}
