import { setTimeout as sleep } from "node:timers/promises";

/** Stops a process for `ms`, as a throttled container does, and lets it go on. */
export async function stall(pid: number, ms: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  try {
    await sleep(ms);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}
