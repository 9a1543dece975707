import { EnvError } from "../platform/env";

/** Runs a server's start. A bad environment variable is printed and ends the process with status 1. */
export async function runOrExit(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
