import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import type { Layout } from "./layout";

/** A live postmaster, according to its lock file. */
export interface Postmaster {
  pid: number;
  socketDirectory: string;
}

/** The postmaster that runs on this data directory, if any. */
export function findPostmaster({ data }: Pick<Layout, "data">): Postmaster | null {
  const lines = linesOf(path.join(data, "postmaster.pid"));
  const pid = pidFrom(lines); // lines: pid, data directory, start time, port, socket directory, …
  return pid !== null && isPostmasterOf(pid, data) ? { pid, socketDirectory: lines[4] ?? "" } : null;
}

/**
 * Removes lock files whose process is not a postmaster of this data directory. PostgreSQL only checks whether the pid
 * is in use, so a reused pid or a zombie would prevent its start. Call it with the lock held.
 */
export function clearStaleLocks({ data, run }: Pick<Layout, "data" | "run">): void {
  for (const file of [path.join(data, "postmaster.pid"), path.join(run, ".s.PGSQL.5432.lock")]) {
    const pid = pidFrom(linesOf(file));
    if (pid === null || !isPostmasterOf(pid, data)) rmSync(file, { force: true });
  }
}

/** Whether a process is a postmaster of `data`: its working directory is `data`. A zombie has none. */
export function isPostmasterOf(pid: number, data: string): boolean {
  if (!existsSync("/proc/self/cwd")) return commandOf(pid).includes(`-D ${data}`);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false; // gone, a zombie, or another user's
  }
}

function commandOf(pid: number): string {
  return spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
}

// Negative if a standalone backend (single-user mode) wrote it.
function pidFrom(lines: string[]): number | null {
  const pid = Math.abs(Number(lines[0]));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}
