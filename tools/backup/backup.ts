import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";
import { PlainError } from "../plain-error";
import { dataDirOf } from "../project";
import { secretsFile } from "../secrets";
import { FACTS, MANIFEST, readBackup, type BackupFacts } from "./archive";
import { copyOut } from "./copy";
import { factsOf } from "./facts";
import { END_OF_ARCHIVE, toMember } from "./tar";
import { requireAbsent, writeWhole } from "./whole-file";

const COMMAND =
  "BASE_BACKUP (LABEL 'latchkey', CHECKPOINT 'fast', " + "WAL true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')";

/** The default file for a backup's secrets. */
export const secretsBeside = (file: string) => `${file}.secrets.json`;

/**
 * Backs the embedded database up while it runs, into `file`, and the secrets into a file of their own. Each file is
 * created whole or not at all. Reads the backup back and compares every checksum. See docs/operations/backup.md.
 */
export async function backUp(
  environment: NodeJS.ProcessEnv,
  file: string,
  secrets = secretsBeside(file),
): Promise<BackupFacts> {
  if (environment.DATABASE_URL)
    throw new PlainError(
      "DATABASE_URL names a PostgreSQL of your own: back it up with pg_dump, as docs/operations/backup.md says.",
    );
  const dataDir = dataDirOf(environment);
  if (!existsSync(dataDir)) throw new PlainError(`There is nothing to back up: ${dataDir} does not exist.`);
  for (const target of [file, secrets]) requireAbsent(target);
  const embedded = await startEmbeddedPostgres({ dataDir });
  try {
    const kept = Buffer.from(`${JSON.stringify(secretsOf(dataDir, embedded), null, 2)}\n`);
    let facts: BackupFacts | undefined;
    await writeWhole(file, gzipped(archiveOf(embedded)), async (partial) => {
      facts = await readBackup(partial, drain);
      await writeWhole(secrets, once(kept)); // before the backup gets its name, so that no backup lacks its secrets
    });
    return facts as unknown as BackupFacts;
  } finally {
    await embedded.stop();
  }
}

/** The keys stored beside the database, if any, and the passwords of its roles. */
function secretsOf(dataDir: string, { home }: EmbeddedPostgres) {
  const read = (name: string): unknown => JSON.parse(readFileSync(name, "utf8"));
  const file = secretsFile(dataDir);
  return { secrets: existsSync(file) ? read(file) : null, credentials: read(path.join(home, "credentials.json")) };
}

function gzipped(archive: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return pipeline(archive, createGzip({ level: 3 }), () => undefined); // so that its reader fails too
}

/** PostgreSQL's archive of its files and their WAL, then its manifest, then our facts. */
async function* archiveOf({ superuserUrl, ownerUrl }: EmbeddedPostgres): AsyncGenerator<Buffer> {
  const { tokens, heads } = await factsOf(ownerUrl);
  const hash = createHash("sha256");
  const manifest: Buffer[] = [];
  for await (const chunk of withoutEnd(baseBackup(superuserUrl, manifest))) {
    hash.update(chunk);
    yield chunk;
  }
  const listed = toMember(MANIFEST, Buffer.concat(manifest));
  hash.update(listed);
  yield listed;
  const facts: BackupFacts = {
    format: 1,
    createdAt: new Date().toISOString(),
    postgres: await majorOf(ownerUrl),
    sha256: hash.digest("hex"),
    tokens: [tokens, (await factsOf(ownerUrl)).tokens],
    heads,
  };
  yield Buffer.concat([toMember(FACTS, Buffer.from(JSON.stringify(facts))), END_OF_ARCHIVE]);
}

/** The replication protocol's BASE_BACKUP, with a temporary slot that keeps the WAL until the end. */
async function* baseBackup(superuserUrl: string, manifest: Buffer[]): AsyncGenerator<Buffer> {
  const url = new URL(superuserUrl);
  url.searchParams.set("replication", "true");
  const client = new pg.Client({ connectionString: url.toString() });
  client.on("error", () => undefined); // the running statement fails with it
  await client.connect();
  try {
    const slot = `latchkey_backup_${randomBytes(6).toString("hex")}`;
    await client.query(`CREATE_REPLICATION_SLOT ${slot} TEMPORARY PHYSICAL (RESERVE_WAL)`);
    let inManifest = false;
    for await (const message of copyOut(client, COMMAND) as AsyncIterable<Buffer>) {
      const kind = String.fromCharCode(message[0] ?? 0);
      if (kind === "m") inManifest = true;
      if (kind !== "d") continue;
      if (inManifest) manifest.push(message.subarray(1));
      else yield message.subarray(1);
    }
  } finally {
    await client.end();
  }
}

/** A tar without the empty blocks at its end, so that more members can follow. */
async function* withoutEnd(archive: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of archive) {
    const all = Buffer.concat([held, chunk]);
    held = all.subarray(Math.max(0, all.length - END_OF_ARCHIVE.length));
    yield all.subarray(0, all.length - held.length);
  }
  if (!held.equals(END_OF_ARCHIVE)) yield held;
}

async function majorOf(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ major: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS major`,
    );
    return rows[0]?.major ?? 0;
  } finally {
    await client.end();
  }
}

async function drain(_name: string, _isFolder: boolean, body: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of body);
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
