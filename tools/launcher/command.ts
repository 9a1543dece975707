import { report } from "../plain-error";
import type { LaunchOptions } from "./running";

/** Runs the work of an npm script until it ends. A failure prints a plain message and exits with status 1. */
export async function runCommand(work: (options: LaunchOptions) => Promise<void>): Promise<never> {
  try {
    await work({ environment: process.env, ...stopSignals(), log: (line) => console.log(line) });
    process.exitCode = 0;
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
  process.exit(); // the work is done, and a keep-alive socket must not keep the process running
}

/** The first signal stops in order, the second immediately. */
function stopSignals(): { stop: AbortSignal; abortNow: AbortSignal } {
  const stop = new AbortController();
  const abortNow = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => (stop.signal.aborted ? abortNow : stop).abort());
  }
  return { stop: stop.signal, abortNow: abortNow.signal };
}
