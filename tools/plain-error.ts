/** An error whose message is for the operator. It is printed without a stack. */
export class PlainError extends Error {
  override name = "PlainError";
}

const DISK_PROBLEMS: Record<string, string> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EEXIST: "a file is in its place",
  ELOOP: "its symbolic links form a loop",
  ENOTDIR: "a part of the path is not a directory",
  ENAMETOOLONG: "the path is too long",
};

/** The system's error code (`ENOENT`, a SQLSTATE), or undefined. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Runs `write`. Throws PlainError with the reason if `what` cannot be written, and other errors as they are. */
export function writing<T>(what: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw writeProblem(what, error);
  }
}

/** A PlainError for a failure to write `what`, or the error itself if it is of another kind. */
export function writeProblem(what: string, error: unknown): unknown {
  const problem = DISK_PROBLEMS[codeOf(error) ?? ""];
  return problem === undefined ? error : new PlainError(`Cannot write ${what}: ${problem}.`, { cause: error });
}

/** Prints the error that ended a command: the message of a PlainError, any other error in full. */
export function report(error: unknown): void {
  console.error(error instanceof PlainError ? `\n${error.message}\n` : error);
}
