import { accessSync, constants, readFileSync, statfsSync } from "node:fs";

const FOLDER = "/dev/shm";
const GIB = 1024 ** 3;
/** The test command keeps less than 1 GiB of files at once. */
const FREE_BYTES = 4 * GIB;
const MEMORY_BYTES = 8 * GIB;

/**
 * A folder in memory for the temporary files of the tests, if this machine has one with room to spare.
 *
 * Each test database is a folder of 300 files. On a disk, a fifth of the unit tests' time is the file system's: ext4
 * looks for a free inode among those of files that were just deleted.
 */
export function memoryFolder(): string | undefined {
  if (process.platform !== "linux" || process.availableMemory() < MEMORY_BYTES) return undefined;
  try {
    accessSync(FOLDER, constants.W_OK);
    const { bavail, bsize } = statfsSync(FOLDER);
    return bavail * bsize >= FREE_BYTES && allowsPrograms(readFileSync("/proc/mounts", "utf8"), FOLDER)
      ? FOLDER
      : undefined;
  } catch {
    return undefined; // There is no such folder, or it cannot be written.
  }
}

/** Whether a folder is mounted in memory, and may hold programs: tests run some in theirs. `mounts` is /proc/mounts. */
export function allowsPrograms(mounts: string, folder: string): boolean {
  const mount = mounts.split("\n").find((line) => line.split(" ")[1] === folder);
  const [, , type, options = ""] = mount?.split(" ") ?? [];
  return type === "tmpfs" && !options.split(",").includes("noexec");
}
