import { EnvError, type Env, parseEnv } from "@/lib/platform/env";
import { PlainError } from "../plain-error";

/**
 * Checks the environment as the application does, before anything is started. Values that the launcher provides later
 * are replaced by placeholders. Throws PlainError with a line per invalid variable; PORT is called `portName` there.
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
