import { existsSync } from "node:fs";
import { type EmbeddedPostgres, makeDataDir, startEmbeddedPostgres } from "./embedded-postgres";
import { migrate } from "./migration";
import { keepUnwritable } from "./private-files";
import { dataDirOf } from "./project";
import { keepSecrets, secretsFile } from "./secrets";
import { hasUsedKeys, missingSecrets, requireKeysOf } from "./secrets-check";

/** What the application and the scripts around it run with. */
export interface OpenedEnvironment {
  /** DATABASE_URL, MIGRATION_DATABASE_URL and the secrets. */
  variables: Record<string, string>;
  /** The embedded server, where no DATABASE_URL names another. */
  embedded: EmbeddedPostgres | null;
  /** Leaves the embedded server. It ends when no other process uses it. */
  close(): Promise<void>;
}

type Log = (line: string) => void;

/**
 * The database, migrated, and the secrets, for anything that runs on this machine: `npm start`, the seed, tools. Works
 * while the application runs and before its first start.
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
 * Given ones first, kept ones for the rest. A given AUTH_SECRET comes with an AUDIT_KEY of its own or with the one
 * derived from it, the same on every instance: a key kept on one machine's disk would break the chain for the others.
 * Kept keys are made once: where the database was written with keys that are gone, none are made.
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
