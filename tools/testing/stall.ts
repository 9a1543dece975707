import { setTimeout as sleep } from "node:timers/promises";

/** Stops a process for `ms`, like a throttled container, and then continues it. */
export async function stall(pid: number, ms: number): Promise<void> {
  process.kill(pid, "SIGSTOP");
  try {
    await sleep(ms);
  } finally {
    process.kill(pid, "SIGCONT");
  }
}
