import { report } from "../plain-error";
import type { LaunchOptions } from "./running";
import { stopSignals } from "./signals";

/** Runs the work of an npm script until it ends. A failure prints a plain message and exits with status 1. */
export async function runCommand(work: (options: LaunchOptions) => Promise<void>): Promise<never> {
  try {
    await work({ environment: process.env, ...stopSignals(), log: (line) => console.log(line) });
    process.exitCode = 0;
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
  process.exit(); // all work is done; a keep-alive socket must not keep the process running
}
