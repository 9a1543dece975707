import type { Fault, ScenarioContext } from "../scenario";

type Victim = "launcher" | "server" | "postgres";

/** Ends processes by SIGKILL, and starts the launcher again if it is among them. */
const kill = (name: string, victims: readonly Victim[]): Fault => ({
  name: `kill -9 of ${name}`,
  cause: async ({ installation }: ScenarioContext) => {
    const pids = installation.pids();
    for (const victim of victims) end(pids[victim], victim);
    const killedAt = performance.now();
    if (victims.includes("launcher")) await installation.restart();
    return killedAt;
  },
});

function end(pid: number, what: Victim): void {
  if (pid <= 1) throw new Error(`the ${what} does not run`);
  process.kill(pid, "SIGKILL");
}

export const KILLS: readonly Fault[] = [
  kill("the server", ["server"]),
  kill("PostgreSQL", ["postgres"]),
  kill("the launcher", ["launcher"]),
  kill("all at once", ["launcher", "server", "postgres"]),
];
