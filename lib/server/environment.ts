import { env, EnvError, type Env } from "../env";

/** The environment, or the end: a server with a bad variable must not start. */
export function requireEnvironment(): Env {
  try {
    return env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
