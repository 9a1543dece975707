import { report } from "../plain-error";
import type { LaunchOptions } from "./running";
import { stopSignals } from "./signals";

/** Runs what an npm script starts until it has ended; a failure is told in plain words, and is status 1. */
export async function runCommand(work: (options: LaunchOptions) => Promise<void>): Promise<never> {
  try {
    await work({ environment: process.env, ...stopSignals(), log: (line) => console.log(line) });
    process.exitCode = 0;
  } catch (error) {
    report(error);
    process.exitCode = 1;
  }
  process.exit(); // nothing of ours is left; a keep-alive socket must not hold the terminal
}
