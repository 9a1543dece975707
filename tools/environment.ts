import { type EmbeddedPostgres, makeDataDir, startEmbeddedPostgres } from "./embedded-postgres";
import { migrate } from "./migration";
import { dataDirOf } from "./project";
import { keepSecrets } from "./secrets";

/** What the application and the scripts around it run with. */
export interface OpenedEnvironment {
  /** DATABASE_URL, MIGRATION_DATABASE_URL and the secrets. */
  variables: Record<string, string>;
  /** The embedded server, where no DATABASE_URL names another. */
  embedded: EmbeddedPostgres | null;
  /** Leaves the embedded server, which ends when nobody else uses it. */
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
  const secrets = secretsFor(environment);
  const embedded = environment.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: dataDirOf(environment) });
  const close = async () => embedded?.stop();
  try {
    const urls = embedded ?? urlsIn(environment);
    await migrate(urls, log);
    const variables = { ...secrets, DATABASE_URL: urls.appUrl, MIGRATION_DATABASE_URL: urls.ownerUrl };
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
 */
function secretsFor(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { AUTH_SECRET, AUDIT_KEY, SETUP_CODE } = environment;
  if (AUTH_SECRET && SETUP_CODE) return { AUTH_SECRET, SETUP_CODE, ...(AUDIT_KEY ? { AUDIT_KEY } : {}) };
  const dataDir = dataDirOf(environment);
  makeDataDir(dataDir);
  const kept = keepSecrets(dataDir);
  const auditKey = AUDIT_KEY ?? (AUTH_SECRET ? undefined : kept.AUDIT_KEY);
  return {
    AUTH_SECRET: AUTH_SECRET || kept.AUTH_SECRET,
    SETUP_CODE: SETUP_CODE || kept.SETUP_CODE,
    ...(auditKey ? { AUDIT_KEY: auditKey } : {}),
  };
}
