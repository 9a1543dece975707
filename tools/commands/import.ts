// npm run import -- FILE [--secrets FILE] [--revocations FILE] [--revoke-since TIME]: reads a file of npm run export
// into the empty database that DATABASE_URL names, or into an empty DATA_DIR. See docs/operations/backup.md.
import { existsSync } from "node:fs";
import { readCopyOptions } from "../backup/copy-options";
import { finishRestore } from "../backup/finish";
import { importDatabase } from "../backup/import";
import { given, readSecretsOf, writePrivate } from "../backup/restore";
import { readRevocations } from "../backup/revocations";
import { ensureClient } from "../building/client";
import { makeDataDir, startEmbeddedPostgres } from "../embedded-postgres";
import { urlsIn } from "../environment";
import { report } from "../plain-error";
import { dataDirOf } from "../project";
import { keepSecrets, secretsFile } from "../secrets";
import { requireKeysOf } from "../secrets-check";

try {
  const { file, secrets, revocations, revokeSince } = readCopyOptions("import");
  await ensureClient();
  const listed = revocations === undefined ? [] : readRevocations(revocations);
  const dataDir = dataDirOf(process.env);
  const embedded = process.env.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir });
  try {
    const urls = embedded ?? urlsIn(process.env);
    const { createdAt, rows } = await importDatabase(urls, file);
    const keys = { ...keptKeys(dataDir, secrets), ...given(process.env) };
    const variables = { ...keys, DATABASE_URL: urls.appUrl, MIGRATION_DATABASE_URL: urls.ownerUrl };
    await requireKeysOf(urls.ownerUrl, variables, { file: secretsFile(dataDir), given: process.env });
    Object.assign(process.env, variables, { LOG_LEVEL: "silent" });
    const { chains, revoked } = await finishRestore({ createdAt, heads: [] }, { listed, revokeSince });
    console.log(
      `Imported the export of ${createdAt}: ${rows.ApiToken ?? 0} API tokens; ${chains} audit chains verified.`,
    );
    console.log(`All sessions have ended. Revoked ${revoked.listed} listed tokens, and ${revoked.since} by time.`);
  } finally {
    await embedded?.stop();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}

/**
 * The keys in DATA_DIR. If there are none, they are copied from the export's secrets. If the environment has the keys,
 * no file is needed.
 */
function keptKeys(dataDir: string, secrets: string): Record<string, string> {
  if (process.env.AUTH_SECRET) return {};
  makeDataDir(dataDir);
  if (!existsSync(secretsFile(dataDir))) writePrivate(secretsFile(dataDir), readSecretsOf(secrets).secrets);
  return keepSecrets(dataDir);
}
