import { type ChildProcess, spawn } from "node:child_process";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const STARTED_MS = 60_000;
const STOP_MS = 5_000;

/** A program of the system that runs for a test. */
export interface Daemon {
  output(): string;
  /** Ends it, or kills it if that takes too long. */
  stop(): Promise<void>;
}

interface Plan {
  file: string;
  args: string[];
  /** The loopback port on which it will listen. */
  port: number;
  environment?: NodeJS.ProcessEnv;
  /** The folder that it runs in. */
  folder?: string | undefined;
}

/** Starts a program in the foreground and waits until it listens. */
export async function startDaemon({ file, args, port, environment, folder }: Plan): Promise<Daemon> {
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env: environment ?? process.env, cwd: folder });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.on("error", (error) => (output += error.message));
  const daemon = { output: () => output, stop: () => end(child) };
  for (const deadline = Date.now() + STARTED_MS; Date.now() < deadline && !isOver(child); await sleep(50)) {
    if (await listens(port)) return daemon;
  }
  await daemon.stop();
  throw new Error(`${file} did not start:\n${output}`);
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (isOver(child)) return;
  const over = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([over, sleep(STOP_MS, undefined, { ref: false })]);
  if (isOver(child)) return;
  child.kill("SIGKILL");
  await over;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined));
    socket.on("error", () => resolve(false));
  });
}
