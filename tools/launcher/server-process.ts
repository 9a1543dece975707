import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { childEnvironment } from "../node";
import { inRoot, ROOT } from "../project";
import { nodeRuntime, type Runtime } from "../runtime";

/** A running application server. */
export interface ServerProcess {
  child: ChildProcess;
  /** Resolves when it ended, with how. */
  ended: Promise<string>;
  hasEnded(): boolean;
  /** Ends it in order, or immediately after `timeoutMs` or when `abortNow` aborts. */
  stop(timeoutMs: number, abortNow?: AbortSignal): Promise<void>;
}

interface Options {
  /** The script, relative to the checkout, and its arguments. */
  script: string;
  args?: string[];
  environment: NodeJS.ProcessEnv;
  /** What runs the script. Default: Node.js. */
  runtime?: Runtime;
  /** Whether it inherits this process's output, or writes to pipes of `child`. */
  output: "inherit" | "pipe";
}

/**
 * Starts the server, in its own process group, so that Ctrl-C only reaches the launcher, which stops everything in
 * order. It exits with this process.
 */
export function startServerProcess({
  script,
  args = [],
  environment,
  runtime = nodeRuntime(),
  output,
}: Options): ServerProcess {
  const child = spawn(
    runtime.file,
    [...runtime.args, inRoot("tools/launcher/exit-with-parent.mjs"), inRoot(script), ...args],
    {
      cwd: ROOT,
      env: { ...childEnvironment(environment), ...runtime.environment },
      stdio: ["ignore", output, output, "ipc"],
      detached: true,
    },
  );
  let over = false;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      over = true;
      resolve(how);
    };
    child.on("error", (error) => end(error.message));
    child.on("exit", (code, signal) => end(signal ? `it was ended by ${signal}` : `it ended with status ${code}`));
  });
  const stop = async (timeoutMs: number, abortNow?: AbortSignal) => {
    if (over) return;
    child.kill("SIGTERM");
    const aborted = new Promise((resolve) => abortNow?.addEventListener("abort", resolve));
    await Promise.race([ended, aborted, sleep(timeoutMs, undefined, { ref: false })]);
    if (!over) child.kill("SIGKILL");
    await ended;
  };
  return { child, ended, hasEnded: () => over, stop };
}

/**
 * Waits until the server answers. False if it has ended or does not answer within `timeoutMs`. After its end, an answer
 * may come from another program on the same port.
 */
export async function answersAt(
  url: string,
  server: Pick<ServerProcess, "hasEnded">,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!server.hasEnded() && Date.now() < deadline) {
    if (await answers(url)) return !server.hasEnded();
    await sleep(50);
  }
  return false;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(60_000) });
    await response.body?.cancel();
    return true;
  } catch {
    return false; // it is not listening yet
  }
}
