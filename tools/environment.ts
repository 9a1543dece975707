import { existsSync } from "node:fs";
import { type EmbeddedPostgres, makeDataDir, startEmbeddedPostgres } from "./embedded-postgres";
import { migrate } from "./migration";
import { keepUnwritable } from "./private-files";
import { dataDirOf } from "./project";
import { keepSecrets, secretsFile } from "./secrets";
import { hasUsedKeys, missingSecrets, requireKeysOf } from "./secrets-check";

/** The environment of the application and its scripts. */
export interface OpenedEnvironment {
  /** DATABASE_URL, MIGRATION_DATABASE_URL and the secrets. */
  variables: Record<string, string>;
  /** The embedded server, if DATABASE_URL is not set. */
  embedded: EmbeddedPostgres | null;
  /** Stops using the embedded server. It ends when no other process uses it. */
  close(): Promise<void>;
}

type Log = (line: string) => void;

/**
 * Opens the migrated database and the secrets for a program on this machine: `npm start`, the seed, tools. Works while
 * the application runs and before its first start.
 */
export async function openEnvironment(
  environment: NodeJS.ProcessEnv = process.env,
  log?: Log,
): Promise<OpenedEnvironment> {
  const embedded = environment.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: dataDirOf(environment) });
  const close = async () => embedded?.stop();
  try {
    const urls = embedded ?? urlsIn(environment);
    const secrets = await secretsFor(environment, urls.ownerUrl, log);
    const variables = { ...secrets, DATABASE_URL: urls.appUrl, MIGRATION_DATABASE_URL: urls.ownerUrl };
    const requireKeys = () =>
      requireKeysOf(urls.ownerUrl, variables, { file: secretsFile(dataDirOf(environment)), given: environment });
    if (await hasUsedKeys(urls.ownerUrl)) await requireKeys(); // before anything is changed
    await migrate(urls, log);
    await requireKeys();
    return { variables, embedded, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The URLs that DATABASE_URL and MIGRATION_DATABASE_URL name. */
export function urlsIn({ DATABASE_URL = "", MIGRATION_DATABASE_URL }: NodeJS.ProcessEnv) {
  return { appUrl: DATABASE_URL, ownerUrl: MIGRATION_DATABASE_URL || DATABASE_URL };
}

/**
 * Secrets of the environment come first, then stored ones. With an AUTH_SECRET from the environment, AUDIT_KEY is also
 * from there or derived from it, so that it is the same on every instance: a key on one machine's disk would break the
 * chain for the others. Keys are created once, and never if the database was written with keys that are lost.
 */
async function secretsFor(
  environment: NodeJS.ProcessEnv,
  ownerUrl: string,
  log: Log = console.error,
): Promise<Record<string, string>> {
  const { AUTH_SECRET, AUDIT_KEY, SETUP_CODE } = environment;
  if (AUTH_SECRET && SETUP_CODE) return { AUTH_SECRET, SETUP_CODE, ...(AUDIT_KEY ? { AUDIT_KEY } : {}) };
  const dataDir = dataDirOf(environment);
  makeDataDir(dataDir);
  keepUnwritable(dataDir, log);
  const file = secretsFile(dataDir);
  if (!AUTH_SECRET && !existsSync(file) && (await hasUsedKeys(ownerUrl))) throw missingSecrets(file);
  const kept = keepSecrets(dataDir, log);
  const auditKey = AUDIT_KEY ?? (AUTH_SECRET ? undefined : kept.AUDIT_KEY);
  return {
    AUTH_SECRET: AUTH_SECRET || kept.AUTH_SECRET,
    SETUP_CODE: SETUP_CODE || kept.SETUP_CODE,
    ...(auditKey ? { AUDIT_KEY: auditKey } : {}),
  };
}
