import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf } from "../../testing/launcher-process";
import type { Fault } from "../scenario";

/** Stops every process of PostgreSQL for a while: to the server it is there, and does not answer. */
export const stopPostgres: Fault = {
  name: "SIGSTOP of PostgreSQL",
  loops: 1,
  cause: async ({ installation, size }) => {
    const { postgres } = installation.pids();
    const pids = [postgres, ...childrenOf(postgres, "postgres")];
    signal(pids, "SIGSTOP");
    try {
      await sleep(size.stopMs);
    } finally {
      signal([postgres, ...childrenOf(postgres, "postgres")], "SIGCONT");
    }
    return performance.now();
  },
};

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // a session that has just ended
    }
  }
}
