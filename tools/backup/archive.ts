import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { PlainError } from "../plain-error";
import { readTar, type Member } from "./tar";

/** The last member of a backup. A file without it is incomplete. */
export const FACTS = "latchkey-backup.json";
/** PostgreSQL's list of files and their checksums. */
export const MANIFEST = "backup_manifest";

export const factsSchema = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  /** PostgreSQL's major version. */
  postgres: z.number().int(),
  /** SHA-256 over everything before this member. */
  sha256: z.string(),
  /** API tokens when the backup began, and when it ended. */
  tokens: z.tuple([z.number().int(), z.number().int()]),
  /** The heads of the audit chains when it began. Each must exist in the restored database. */
  heads: z.array(z.object({ chain: z.string(), sequence: z.number().int(), mac: z.string() })),
});
export type BackupFacts = z.infer<typeof factsSchema>;

const manifestSchema = z.object({
  Files: z.array(
    z.object({
      Path: z.string().optional(),
      "Encoded-Path": z.string().optional(),
      Size: z.number(),
      Checksum: z.string(),
    }),
  ),
});

/** Writes one file of the backup. */
export type ArchiveSink = (name: string, isFolder: boolean, body: AsyncIterable<Buffer>) => Promise<void>;

/**
 * Reads a whole backup, passes each file to `sink`, and compares every checksum. Throws PlainError for a file that is
 * truncated, altered or no backup. Then the files that `sink` has written are not usable.
 */
export async function readBackup(file: string, sink: ArchiveSink): Promise<BackupFacts> {
  const digests = new Map<string, string>();
  let manifest: Buffer | undefined;
  let facts: BackupFacts | undefined;
  try {
    for await (const member of readTar(createReadStream(file).pipe(createGunzip()))) {
      if (facts) throw new Error("something follows the end");
      if (member.name === FACTS) facts = readFacts(member, await gather(member.body));
      else if (member.name === MANIFEST) manifest = await gather(member.body);
      else await take(member, digests, sink);
    }
  } catch (error) {
    if (error instanceof PlainError || isOfDisk(error)) throw error;
    throw notWhole(file, error);
  }
  if (!facts || !manifest) throw notWhole(file, new Error("its end is missing"));
  compare(file, manifest, digests);
  return facts;
}

async function take({ name, isFolder, body }: Member, digests: Map<string, string>, sink: ArchiveSink): Promise<void> {
  if (name.startsWith("/") || name.split("/").includes("..")) throw new Error(`a file is named ${name}`);
  const hash = createHash("sha256");
  await sink(name, isFolder, hashed(body, hash));
  if (!isFolder) digests.set(name.replace(/^\.\//, ""), hash.digest("hex"));
}

async function* hashed(body: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

function readFacts({ before }: Member, content: Buffer): BackupFacts {
  const facts = factsSchema.parse(JSON.parse(content.toString()));
  if (facts.sha256 !== before) throw new Error("its checksum does not fit");
  return facts;
}

/** Like pg_verifybackup: checks that each file of the manifest exists and has its checksum. */
function compare(file: string, manifest: Buffer, digests: ReadonlyMap<string, string>): void {
  for (const entry of manifestSchema.parse(JSON.parse(manifest.toString())).Files) {
    const name = entry.Path ?? Buffer.from(entry["Encoded-Path"] ?? "", "hex").toString();
    if (digests.get(name) !== entry.Checksum) throw notWhole(file, new Error(`${name} is not as PostgreSQL wrote it`));
  }
}

async function gather(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

const isOfDisk = (error: unknown) =>
  ["ENOSPC", "EDQUOT", "EROFS", "EACCES"].includes(String((error as { code?: unknown }).code));

function notWhole(file: string, error: unknown): PlainError {
  const why = error instanceof Error ? error.message : String(error);
  return new PlainError(`${file} is not a whole backup: ${why}.`, { cause: error });
}
