import { existsSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const MICROS_PER_TICK = 10_000;

/**
 * The CPU time of a process with all its threads, in microseconds; NaN without /proc. Unlike requests per second, it
 * does not depend on what else runs on the machine.
 */
export function cpuMicrosOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return NaN;
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK; // utime and stime (proc_pid_stat(5))
}
