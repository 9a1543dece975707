import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Linux records a process's peak memory; writing 5 here resets it (proc_pid_clear_refs(5)). */
const FORGET_PEAK = "5";

/**
 * The memory of a process in MiB, threads included: the current value, and the peak since `resetPeakMemory`; NaN
 * without /proc.
 */
export function memoryOf(pid: number): { now: number; peak: number } {
  const file = `/proc/${pid}/status`;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? NaN) / 1024;
  return { now: of("VmRSS"), peak: of("VmHWM") };
}

export function resetPeakMemory(pid: number): void {
  const file = `/proc/${pid}/clear_refs`;
  if (existsSync(file)) writeFileSync(file, FORGET_PEAK);
}
