import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Linux keeps the most that a process ever had in memory; writing 5 here begins anew (proc_pid_clear_refs(5)). */
const FORGET_PEAK = "5";

/** The memory of a process in MiB, threads included: what it has now, and the most since `forgetPeak`; NaN where /proc does not tell. */
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
