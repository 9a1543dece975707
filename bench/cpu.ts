import { existsSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const MICROS_PER_TICK = 10_000;

/**
 * The CPU time of a process and its children, which are a gateway's workers, with all their threads, in microseconds;
 * NaN without /proc. Unlike requests per second, it does not depend on what else runs on the machine.
 */
export const cpuMicrosOf = (pid: number): number =>
  childrenOf(pid).reduce((sum, child) => sum + cpuMicrosOf(child), ownMicrosOf(pid));

function ownMicrosOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK; // utime and stime (proc_pid_stat(5))
}

/** Those that its main thread started (proc_pid_task(5)). */
const childrenOf = (pid: number): number[] =>
  read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);

const read = (file: string): string => (existsSync(file) ? readFileSync(file, "utf8") : "");
