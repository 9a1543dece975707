import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Identifies a process as `pid-starttime`; null if it does not run. A pid alone may be reused. A zombie does not count
 * as running.
 */
export function identityOf(pid: number): string | null {
  const started = existsSync("/proc/self/stat") ? startFromProc(pid) : startFromPs(pid);
  return started === null ? null : `${pid}-${started}`;
}

/** Whether the process with this identity still runs. */
export function isRunning(identity: string): boolean {
  const pid = pidOf(identity);
  return Number.isSafeInteger(pid) && pid > 0 && identityOf(pid) === identity;
}

/** The pid in an identity. */
export function pidOf(identity: string): number {
  return Number(identity.split("-", 1)[0]);
}

// proc(5): after the name in parentheses come the state (field 3) and, as field 22, the start time in ticks since boot
function startFromProc(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null; // ENOENT or ESRCH: it has ended
  }
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" ? null : (fields[19] ?? null);
}

function startFromPs(pid: number): string | null {
  const { stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const line = (stdout ?? "").trim();
  return line === "" || line.startsWith("Z") ? null : line.replace(/^\S+\s+/, "").replace(/\W+/g, "_");
}
