import { EnvError, type Env, parseEnv } from "@/lib/platform/env";
import { PlainError } from "../plain-error";

/**
 * The application's own check of its environment, before anything is started; what the launcher is about to provide is
 * stood in for. Throws PlainError with a line for each bad variable, where PORT is called `portName`.
 */
export function checkSettings(environment: NodeJS.ProcessEnv, portName = "PORT"): Env {
  const provided = { DATABASE_URL: "postgresql://localhost/latchkey", AUTH_SECRET: "x".repeat(32) };
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  if (given.MIGRATION_DATABASE_URL && !given.DATABASE_URL) {
    throw new PlainError(
      "MIGRATION_DATABASE_URL is set and DATABASE_URL is not: set both, or neither for the embedded PostgreSQL.",
    );
  }
  try {
    return parseEnv({ ...provided, ...given });
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    throw new PlainError(`The environment is not right:\n${error.message.replace(/^PORT /m, `${portName} `)}`, {
      cause: error,
    });
  }
}
