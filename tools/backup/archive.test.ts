import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { scratchFolder } from "../testing/scratch";
import { type BackupFacts, FACTS, MANIFEST, readBackup } from "./archive";
import { END_OF_ARCHIVE, toMember } from "./tar";

const scratch = scratchFolder();
afterAll(scratch.remove);

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");
const CONTENT = Buffer.from("what PostgreSQL wrote");

interface Parts {
  /** The name and the content of the one file in it. */
  name: string;
  content: Buffer;
  /** What the manifest says of the file. */
  listed: { name: string; content: Buffer };
  /** Changes what comes before the facts, after these were made for it. */
  damage(before: Buffer): Buffer;
  /** Whether it ends with the facts. */
  hasFacts: boolean;
  /** Follows the facts. */
  rest: Buffer;
  /** How many bytes of it are there. */
  length: number;
}

/** Reads a backup of one file; `parts` replace those of a whole one. */
async function read(parts: Partial<Parts>): Promise<BackupFacts> {
  const whole = {
    name: "base/1",
    content: CONTENT,
    damage: (before: Buffer) => before,
    hasFacts: true,
    rest: END_OF_ARCHIVE,
  };
  const { name, content, listed, damage, hasFacts, rest, length } = {
    ...whole,
    listed: { name: "base/1", content: CONTENT },
    ...parts,
  };
  const entry = { Path: listed.name, Size: listed.content.length, Checksum: sha256(listed.content) };
  const manifest = toMember(MANIFEST, Buffer.from(JSON.stringify({ Files: [entry] })));
  const before = Buffer.concat([toMember(name, content), manifest]);
  const facts = { format: 1, createdAt: "2026-11-28", postgres: 18, sha256: sha256(before), tokens: [1, 1], heads: [] };
  const file = path.join(scratch.folder, "backup");
  const end = hasFacts ? toMember(FACTS, Buffer.from(JSON.stringify(facts))) : Buffer.alloc(0);
  const archive = Buffer.concat([damage(before), end, rest]);
  writeFileSync(file, gzipSync(archive.subarray(0, length)));
  return readBackup(file, async (_name, _isFolder, body) => {
    for await (const _ of body);
  });
}

test("a whole backup is read", async () => {
  expect(await read({})).toMatchObject({ format: 1, tokens: [1, 1] });
});

/** Changes one byte. */
function flipped(buffer: Buffer, at: number): Buffer {
  const copy = Buffer.from(buffer);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

test.each<[string, Partial<Parts>, string]>([
  ["a byte of a file changed", { content: flipped(CONTENT, 3) }, "base/1 is not as PostgreSQL wrote it"],
  ["a file is missing", { listed: { name: "base/2", content: CONTENT } }, "base/2 is not as PostgreSQL wrote it"],
  ["a file's name changed", { damage: (before) => flipped(before, 5) }, "its checksum does not fit"],
  ["a file leads out of the directory", { name: "../stolen" }, "a file is named ../stolen"],
  ["a file is named from the root", { name: "/etc/stolen" }, "a file is named /etc/stolen"],
  ["something follows its end", { rest: toMember("more", CONTENT) }, "something follows the end"],
  ["nothing says what is in it", { hasFacts: false }, "its end is missing"],
  ["it breaks off in a file", { length: 520 }, "ends early"],
  ["it breaks off between two files", { length: 1024 }, "ends early"],
])("a backup is refused when %s", async (_what, parts, message) => {
  await expect(read(parts)).rejects.toThrow(/is not a whole backup: /);
  await expect(read(parts)).rejects.toThrow(message);
});
