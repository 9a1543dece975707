import { buildConsole } from "../building";
import { ensureClient } from "../building/client";
import { checkSettings } from "../launcher/settings";
import { urlsIn } from "../environment";
import { migrate } from "../migration";
import { PlainError } from "../plain-error";
import { hasUsedKeys, requireKeysOf } from "../secrets-check";

const WHY = {
  DATABASE_URL: "the pooled URL of your PostgreSQL, for the role that serves requests",
  AUTH_SECRET: "32 random characters or more, which sign the sessions; make them with: openssl rand -base64 32",
  SETUP_CODE: "12 characters or more, which you type at /setup to become the first Super Admin",
} as const;

/** The build on Vercel. Migrates before it builds, so that a broken migration keeps the old version running. */
export async function buildHosted(environment: NodeJS.ProcessEnv): Promise<void> {
  requireSettings(environment);
  await ensureClient();
  await migrateHosted(environment, console.log);
  await buildConsole({ echo: true });
}

/**
 * Migrates over the direct URL in a production build, if its keys are the database's. A preview never migrates, because
 * it may share the production database.
 */
export async function migrateHosted(environment: NodeJS.ProcessEnv, log: (line: string) => void): Promise<void> {
  if (environment.VERCEL_ENV !== "production") return log("This is no production build: the database is not migrated.");
  const urls = urlsIn(environment);
  const requireKeys = () => requireKeysOf(urls.ownerUrl, environment, { file: null, given: environment });
  if (await hasUsedKeys(urls.ownerUrl)) await requireKeys(); // before anything is changed
  const done = await migrate(urls, log);
  await requireKeys();
  log(done.length === 0 ? "The database is up to date." : `Migrated: ${done.join(", ")}.`);
}

/** Throws PlainError with a line for each variable that is missing or wrong. */
export function requireSettings(environment: NodeJS.ProcessEnv): void {
  const missing = Object.entries(WHY).filter(([name]) => !environment[name]);
  if (missing.length > 0) {
    const lines = missing.map(([name, why]) => `${name} is required: ${why}.`);
    throw new PlainError(`The project's environment variables are not complete:\n${lines.join("\n")}`);
  }
  checkSettings(environment);
}
