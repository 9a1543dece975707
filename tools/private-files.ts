import { chmodSync, statSync } from "node:fs";
import { codeOf, PlainError } from "./plain-error";

type Say = (line: string) => void;

const GROUP_AND_OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/** Removes others' access to a file of secrets and reports that. Throws PlainError if it cannot. */
export function keepPrivate(file: string, say: Say): void {
  const mode = statSync(file).mode & 0o7777;
  if ((mode & GROUP_AND_OTHERS) === 0) return;
  change(file, 0o600);
  say(
    `${file} had mode ${octal(mode)}, so other accounts could use it; it has mode 600 now. ` +
      "If someone may have read it, replace its secrets.",
  );
}

/** Removes others' right to write in the data directory, where they could replace files, and reports that. */
export function keepUnwritable(directory: string, say: Say): void {
  const mode = statSync(directory).mode & 0o7777;
  if ((mode & WRITABLE_BY_OTHERS) === 0) return;
  if (mode & STICKY)
    throw new PlainError(
      `${directory} is shared by all accounts (mode ${octal(mode)}). Set DATA_DIR to a directory of its own.`,
    );
  change(directory, mode & ~WRITABLE_BY_OTHERS);
  say(
    `${directory} had mode ${octal(mode)}, so other accounts could replace its files; it has mode ` +
      `${octal(mode & ~WRITABLE_BY_OTHERS)} now.`,
  );
}

function change(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    throw new PlainError(
      `${path} is open to other accounts, and its mode cannot be changed (${codeOf(error) ?? "unknown error"}). ` +
        `Run as its owner: chmod ${octal(mode)} ${path}`,
      { cause: error },
    );
  }
}

function octal(mode: number): string {
  return mode.toString(8);
}
