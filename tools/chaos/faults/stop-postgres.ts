import { setTimeout as sleep } from "node:timers/promises";
import { childrenOf } from "../../testing/launcher-process";
import type { Fault } from "../scenario";

/** A page gives up a read after 5 s; the rest is margin for a busy machine. */
const PAGE_MS = 15_000;
const PAGES = 5;

/**
 * Stops every process of PostgreSQL for a while: connections stay open, but nothing answers. Pages must report that in
 * time.
 */
export const stopPostgres: Fault = {
  name: "SIGSTOP of PostgreSQL",
  loops: 1,
  cause: async ({ installation, client, size }) => {
    const { postgres } = installation.pids();
    const pids = [postgres, ...childrenOf(postgres, "postgres")];
    signal(pids, "SIGSTOP");
    const pages = openPages(installation.url);
    try {
      await sleep(size.stopMs);
    } finally {
      signal([postgres, ...childrenOf(postgres, "postgres")], "SIGCONT");
    }
    const goesOnAt = performance.now();
    client.problems.push(...(await pages));
    return goesOnAt;
  },
};

/**
 * Opens pages at once. Returns what is wrong with the answers: 503 is right, and so is 200 once the database is back.
 */
async function openPages(url: string): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: PAGES }, () => openPage(`${url}/login`)));
  return answers.flatMap((answer) => answer ?? []);
}

async function openPage(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(PAGE_MS) });
    await response.text();
    const isRight = response.status === 200 || (response.status === 503 && response.headers.has("retry-after"));
    return isRight ? undefined : `a page answered ${response.status}`;
  } catch {
    return `a page was not answered within ${PAGE_MS / 1000} s`;
  }
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // a session that has just ended
    }
  }
}
