import { existsSync, renameSync } from "node:fs";
import { makeDataDir, startEmbeddedPostgres } from "./embedded-postgres";
import { type DatabaseUrls, migrate } from "./migration";
import { connectTo } from "./migration/connection";
import { urlsIn } from "./environment";
import { enterDataDir } from "./launcher/single-instance-lock";
import { PlainError, writing } from "./plain-error";
import { dataDirOf } from "./project";
import { keepSecrets, readSecrets, secretsFile } from "./secrets";
import { hasUsedKeys } from "./secrets-check";

type Say = (line: string) => void;

/**
 * Makes the database accept the current secrets, or new ones if there are none. Throws PlainError if nothing is lost,
 * or while an instance runs, because it would continue to write events with the former key.
 */
export async function resetSecrets(environment: NodeJS.ProcessEnv, say: Say): Promise<void> {
  const dataDir = dataDirOf(environment);
  const isEmbedded = !environment.DATABASE_URL;
  const entered = isEmbedded ? await enterDataDir(dataDir, "secrets:reset") : null;
  const embedded = isEmbedded ? await startEmbeddedPostgres({ dataDir }) : null;
  try {
    await resetFor(embedded ?? urlsIn(environment), environment, say);
  } finally {
    await embedded?.stop();
    entered?.leave();
  }
}

async function resetFor(urls: DatabaseUrls, environment: NodeJS.ProcessEnv, say: Say): Promise<void> {
  if (!(await hasUsedKeys(urls.ownerUrl)))
    throw new PlainError("The database was not written with any keys yet: there is nothing to reset.");
  await requireNobodyConnected(urls.ownerUrl);
  await migrate(urls, say);
  const secrets = environment.AUTH_SECRET ? {} : presentSecrets(dataDirOf(environment), say);
  Object.assign(process.env, secrets, environment, { DATABASE_URL: urls.appUrl, LOG_LEVEL: "silent" });
  const done = await reset();
  if (!done) throw new PlainError("The secrets are the ones that the database was written with: nothing is lost.");
  say(
    `Began a new audit key in ${done.chains} chains, ended ${done.sessions} sessions, and deleted ` +
      `${done.signingKeys} signing keys.\nTokens stay good. Events from before are sealed: npm run audit:verify ` +
      "notices if they change, but cannot recompute them without the former key.",
  );
}

/** Imported late, because the application's code reads the environment when it is loaded. */
async function reset() {
  const [{ resetKeys }, { closeDatabase }] = await Promise.all([
    import("../lib/setup/reset-keys"),
    import("../lib/platform/db"),
  ]);
  try {
    return await resetKeys();
  } finally {
    await closeDatabase();
  }
}

/** The stored secrets, or new ones if the file is missing or damaged. A damaged file is kept under another name. */
function presentSecrets(dataDir: string, say: Say): Record<string, string> {
  makeDataDir(dataDir);
  const file = secretsFile(dataDir);
  if (existsSync(file) && !isReadable(file)) {
    const aside = `${file}.damaged-${Date.now()}`;
    writing(file, () => renameSync(file, aside));
    say(`${file} is damaged; it is ${aside} now.`);
  }
  return { ...keepSecrets(dataDir, say) };
}

function isReadable(file: string): boolean {
  try {
    readSecrets(file);
    return true;
  } catch (error) {
    if (error instanceof PlainError && (error.cause as { code?: unknown }).code !== "EACCES") return false;
    throw error;
  }
}

/** Every process of Latchkey sets an application name. */
async function requireNobodyConnected(ownerUrl: string): Promise<void> {
  const client = await connectTo(ownerUrl, "MIGRATION_DATABASE_URL (or DATABASE_URL)");
  try {
    const { rows } = await client.query<{ connections: number }>(
      `SELECT count(*)::int AS connections FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'latchkey%'`,
    );
    const connections = rows[0]?.connections ?? 0;
    if (connections > 0)
      throw new PlainError(
        `Latchkey is running on this database (${connections} connections). ` +
          "Stop every instance first: one that runs would go on writing audit events under the former key.",
      );
  } finally {
    await client.end();
  }
}
