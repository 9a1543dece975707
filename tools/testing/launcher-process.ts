import { spawn, spawnSync } from "node:child_process";
import { nodeProgram } from "../node";
import { inRoot } from "../project";
import { until } from "./scratch";

/** A process of `npm start`. */
export interface LauncherProcess {
  pid: number;
  output(): string;
  /** Waits until it is ready. Throws an error with its output if it ended instead. */
  ready(): Promise<void>;
  /** Sends a signal and waits for the end; returns the exit status. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  /** Waits until it ends by itself. */
  ended(): Promise<number | null>;
  /** Its descendants whose command contains `part`. */
  children(part: string): number[];
}

const TIMEOUT_MS = 180_000;

/** Runs the launcher with only the given settings of Latchkey. `script` is a script of tools/run.mjs. */
export function startLauncher(settings: Record<string, string>, script = "start"): LauncherProcess {
  const { PATH, HOME } = process.env;
  const child = spawn(nodeProgram(), [inRoot("tools/run.mjs"), script], {
    env: { NODE_ENV: "production", PATH, HOME, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const over = () => child.exitCode !== null || child.signalCode !== null;
  const ended = async () => {
    await until(over, TIMEOUT_MS);
    return child.exitCode;
  };
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ready: async () => {
      await until(() => over() || output.includes("Latchkey is ready"), TIMEOUT_MS);
      if (over()) throw new Error(`the launcher ended with ${child.exitCode}:\n${output}`);
    },
    end: (signal = "SIGTERM") => {
      child.kill(signal);
      return ended();
    },
    ended,
    children: (part) => childrenOf(child.pid, part),
  };
}

/** Whether a process runs. A zombie does not. */
export function processExists(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}

/** The children of a process whose command contains `part`. */
export function childrenOf(pid: number | undefined, part: string): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,command="], { encoding: "utf8" });
  return stdout.split("\n").flatMap((line) => {
    const [own, parent, ...command] = line.trim().split(/\s+/);
    return Number(parent) === pid && command.join(" ").includes(part) ? [Number(own)] : [];
  });
}
