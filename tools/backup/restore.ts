import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { startEmbeddedPostgres } from "../embedded-postgres";
import { changeOwner } from "../embedded-postgres/account";
import { endEmbeddedPostgres } from "../embedded-postgres/end";
import { type Layout, makeDataDir, prepareLayout } from "../embedded-postgres/layout";
import { unfinishedMark } from "../embedded-postgres/unfinished";
import { enterDataDir } from "../launcher/single-instance-lock";
import { migrate } from "../migration";
import { PlainError, writeProblem } from "../plain-error";
import { dataDirOf } from "../project";
import { secretsFile } from "../secrets";
import { requireKeysOf } from "../secrets-check";
import { readBackup, type BackupFacts } from "./archive";
import { factsOf } from "./facts";
import { finishRestore, type FinishedRestore } from "./finish";
import { readRevocations, type RevokedToken } from "./revocations";
import { syncFolder } from "./whole-file";

const secretsSchema = z.object({
  secrets: z.record(z.string(), z.string()).nullable(),
  credentials: z.record(z.string(), z.string()),
});
type Secrets = z.infer<typeof secretsSchema>;

/** Which tokens must be revoked after a restore. */
export interface Revocations {
  /** A file of `npm run revocations:export`. */
  readonly revocations?: string;
  /** Also revokes the tokens created or used since then. */
  readonly revokeSince?: Date;
}

export interface RestoreOptions extends Revocations {
  readonly file: string;
  /** The file of secrets that `npm run backup` wrote. */
  readonly secrets: string;
}

/** The result of a restore. */
export interface Restored extends FinishedRestore {
  readonly facts: BackupFacts;
  readonly tokens: number;
}

/**
 * Restores a backup into an empty DATA_DIR. A marker file exists from before the first file until everything is checked
 * and revoked, and nothing starts while it exists. If the restore is killed, run the same command again.
 */
export async function restore(environment: NodeJS.ProcessEnv, options: RestoreOptions): Promise<Restored> {
  if (environment.DATABASE_URL)
    throw new PlainError(
      "DATABASE_URL names a PostgreSQL of your own: restore it with pg_restore, as docs/operations/backup.md says.",
    );
  const secrets = readSecretsOf(options.secrets);
  if (!secrets.secrets && !environment.AUTH_SECRET)
    throw new PlainError(
      `${options.secrets} holds no keys, because the backed up installation got them from its environment. ` +
        "Set the same AUTH_SECRET and AUDIT_KEY.",
    );
  const listed = options.revocations === undefined ? [] : readRevocations(options.revocations);
  const dataDir = dataDirOf(environment);
  makeDataDir(dataDir);
  const entered = await enterDataDir(dataDir, "npm run restore");
  try {
    await beginIn(dataDir);
    const facts = await extract(prepareLayout(dataDir), options.file, secrets);
    writePrivate(secretsFile(dataDir), secrets.secrets);
    const restored = await check(environment, facts, secrets, { ...options, listed });
    rmSync(restoreMark(prepareLayout(dataDir)), { force: true });
    rmSync(unfinishedMark(dataDir));
    syncFolder(dataDir);
    return restored;
  } catch (error) {
    throw writeProblem(dataDir, error);
  } finally {
    entered.leave();
  }
}

export function readSecretsOf(file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new PlainError(
      `${file} cannot be read as the secrets of a backup. Name the file that npm run backup wrote: --secrets FILE`,
      { cause: error },
    );
  }
}

/** Marks the directory. Refuses one that is neither empty nor left by an interrupted restore. */
async function beginIn(dataDir: string): Promise<void> {
  const mark = unfinishedMark(dataDir);
  const layout = prepareLayout(dataDir);
  if (existsSync(mark)) await endEmbeddedPostgres(dataDir);
  else {
    for (const name of ["postgres/data", "secrets.json"])
      if (existsSync(path.join(dataDir, name)))
        throw new PlainError(`${dataDir} is not empty: ${name} is there. Set DATA_DIR to an empty directory.`);
    if (existsSync(layout.data) && !isOurs(layout)) throw new PlainError(`${layout.home} has a database already.`);
    writeFileSync(mark, "");
    syncFolder(dataDir);
  }
  for (const file of [layout.data, restoring(layout), layout.credentials, secretsFile(dataDir)])
    rmSync(file, { recursive: true, force: true });
}

const restoring = ({ data }: Layout) => `${data}.restoring`;
/**
 * The database's files may be outside the data directory. There, a second marker tells an incomplete restore from a
 * database.
 */
const restoreMark = ({ home }: Layout) => path.join(home, "restoring");
const isOurs = (layout: Layout) => existsSync(restoreMark(layout));

async function extract(layout: Layout, file: string, { credentials }: Secrets): Promise<BackupFacts> {
  writeFileSync(restoreMark(layout), "");
  const folder = restoring(layout);
  mkdirSync(folder, { mode: 0o700 });
  changeOwner(layout.account, folder);
  const facts = await readBackup(file, async (name, isFolder, body) => {
    const target = path.join(folder, name);
    if (isFolder) mkdirSync(target, { recursive: true, mode: 0o700 });
    else await writeBody(target, body);
    changeOwner(layout.account, target);
  });
  writePrivate(layout.credentials, credentials);
  changeOwner(layout.account, layout.credentials);
  renameSync(folder, layout.data);
  syncFolder(layout.home);
  return facts;
}

async function writeBody(target: string, body: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(target, "wx", 0o600);
  try {
    for await (const chunk of body) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function writePrivate(file: string, content: object | null): void {
  if (content === null) return;
  const descriptor = openSync(file, "wx", 0o600);
  writeFileSync(descriptor, `${JSON.stringify(content, null, 2)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

interface Wanted extends RestoreOptions {
  readonly listed: readonly RevokedToken[];
}

/** Starts the restored server, which replays the WAL to the backup's end or fails. Then checks its contents. */
async function check(
  environment: NodeJS.ProcessEnv,
  facts: BackupFacts,
  secrets: Secrets,
  wanted: Wanted,
): Promise<Restored> {
  const dataDir = dataDirOf(environment);
  const embedded = await startEmbeddedPostgres({ dataDir, restoring: true });
  try {
    const { tokens, heads } = await factsOf(embedded.ownerUrl);
    const isQuiet = JSON.stringify(heads) === JSON.stringify(facts.heads) && facts.tokens[0] === facts.tokens[1];
    if (isQuiet && tokens !== facts.tokens[0])
      throw new PlainError(
        `The backup has ${tokens} API tokens, and ${facts.tokens[0]} were counted when it was made.`,
      );
    const keys = { ...secrets.secrets, ...given(environment) };
    const variables = { ...keys, DATABASE_URL: embedded.appUrl, MIGRATION_DATABASE_URL: embedded.ownerUrl };
    if (heads.length > 0)
      await requireKeysOf(embedded.ownerUrl, variables, { file: wanted.secrets, given: environment });
    await migrate(embedded);
    Object.assign(process.env, variables, { LOG_LEVEL: "silent" });
    return { facts, tokens, ...(await finishRestore(facts, wanted)) };
  } finally {
    await embedded.stop();
  }
}

export function given({ AUTH_SECRET, AUDIT_KEY }: NodeJS.ProcessEnv): Record<string, string> {
  return { ...(AUTH_SECRET ? { AUTH_SECRET } : {}), ...(AUDIT_KEY ? { AUDIT_KEY } : {}) };
}
