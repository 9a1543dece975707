import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { inRoot, ROOT } from "./project";

interface Program {
  file: string;
  /** Such as `v24.1.0`. */
  version: string;
}

let program: Program | undefined;

/**
 * The Node.js for child processes: the one that npm installed, if it runs on this machine, or else that of this
 * process.
 */
export function nodeProgram(): string {
  return found().file;
}

/** The major version of the Node.js for child processes. */
export function nodeMajor(): string {
  return found().version.replace(/^v(\d+).*$/s, "$1");
}

function found(): Program {
  return (program ??= installed(inRoot("node_modules/.bin/node")) ?? {
    file: process.execPath,
    version: process.version,
  });
}

function installed(file: string): Program | undefined {
  if (!existsSync(file)) return undefined;
  const { status, stdout } = spawnSync(file, ["--version"], { encoding: "utf8" });
  return status === 0 ? { file, version: stdout.trim() } : undefined;
}

/** The script behind a command of an installed package, as arguments for Node.js. */
export const scripts = {
  prisma: inRoot("tools/prisma.mjs"),
  next: inRoot("node_modules/next/dist/bin/next"),
  eslint: inRoot("node_modules/eslint/bin/eslint.js"),
  knip: inRoot("node_modules/knip/bin/knip.js"),
  prettier: inRoot("node_modules/prettier/bin/prettier.cjs"),
  tsc: inRoot("node_modules/typescript/bin/tsc"),
  tsx: inRoot("node_modules/tsx/dist/cli.mjs"),
  vitest: inRoot("node_modules/vitest/vitest.mjs"),
  playwright: inRoot("node_modules/@playwright/test/cli.js"),
} as const;

/** An environment in which child processes find the same Node.js and the packages' commands. */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const bin = inRoot("node_modules/.bin");
  const rest = (environment.PATH ?? "").split(path.delimiter).filter((part) => part !== bin);
  return { ...environment, PATH: [bin, ...rest].join(path.delimiter), NEXT_TELEMETRY_DISABLED: "1" };
}

/** How a child process ended. */
export interface Ended {
  status: number | null;
  timedOut: boolean;
  /** Standard output and error, in the order of their arrival. */
  output: string;
}

interface RunOptions {
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** Prints the child's output as it arrives. */
  echo?: boolean;
  timeoutMs?: number;
  /** Ends the child when it is aborted. */
  signal?: AbortSignal;
  /** In its own process group: Ctrl-C does not reach it, and the group is ended as a whole. */
  apart?: boolean;
}

/** Runs a script under Node.js to its end. */
export function runNode(
  args: string[],
  { cwd = ROOT, environment, echo = false, timeoutMs = 600_000, signal, apart = false }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeProgram(), args, {
      cwd,
      env: childEnvironment(environment),
      stdio: ["ignore", "pipe", "pipe"],
      detached: apart,
    });
    let output = "";
    let timedOut = false;
    const collect = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk.toString();
      if (echo) stream.write(chunk);
    };
    child.stdout.on("data", collect(process.stdout));
    child.stderr.on("data", collect(process.stderr));
    const end = () => endChild(child, apart, "SIGTERM");
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    const timer = setTimeout(() => {
      timedOut = true;
      endChild(child, apart, "SIGKILL");
    }, timeoutMs);
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve({ status, timedOut, output });
    });
  });
}

function endChild(child: ChildProcess, group: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (group) process.kill(-child.pid, signal);
  else child.kill(signal);
}
