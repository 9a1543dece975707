import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { pipeline } from "node:stream";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { connectTo } from "../migration/connection";
import { dataDirOf } from "../project";
import { secretsFile } from "../secrets";
import { copyOut } from "./copy";
import { copySql, migrationsOf, tablesInOrder } from "./tables";
import { requireAbsent, writeWhole } from "./whole-file";

/** The end of a table's rows in PostgreSQL's text format. No row can equal it. */
export const END_OF_ROWS = "\\.\n";

/** The number of rows by table. */
export type RowCounts = Record<string, number>;

/**
 * Writes all rows of a database into `file`, for another server or another major version: COPY in text format, table by
 * table, from one snapshot. The stored secrets go into a second file. Each file is created whole or not at all.
 */
export async function exportDatabase(
  ownerUrl: string,
  environment: NodeJS.ProcessEnv,
  file: string,
): Promise<RowCounts> {
  const secrets = `${file}.secrets.json`;
  for (const target of [file, secrets]) requireAbsent(target);
  const client = await connectTo(ownerUrl, "MIGRATION_DATABASE_URL (or DATABASE_URL)");
  const counts: RowCounts = {};
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL statement_timeout = 0");
    const compressed = pipeline(linesOf(client, counts), createGzip({ level: 3 }), () => undefined);
    await writeWhole(file, compressed, async () => writeSecrets(dataDirOf(environment), secrets));
    return counts;
  } finally {
    await client.end();
  }
}

async function writeSecrets(dataDir: string, target: string): Promise<void> {
  const kept = secretsFile(dataDir);
  if (!existsSync(kept)) return;
  const content = { secrets: JSON.parse(readFileSync(kept, "utf8")) as unknown, credentials: {} };
  await writeWhole(target, once(Buffer.from(`${JSON.stringify(content, null, 2)}\n`)));
}

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

/** A head, the rows of each table, and an end with the counts and a SHA-256 of everything before it. */
async function* linesOf(client: pg.Client, counts: RowCounts): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const hashed = (content: Buffer) => {
    hash.update(content);
    return content;
  };
  const head = { format: "latchkey-export", version: 1, createdAt: new Date().toISOString() };
  yield hashed(line({ ...head, migrations: await migrationsOf(client) }));
  for (const columns of await tablesInOrder(client)) {
    yield hashed(line(columns));
    counts[columns.table] = 0;
    for await (const row of copyOut(client, copySql(client, columns, "TO STDOUT")) as AsyncIterable<Buffer>) {
      counts[columns.table] = (counts[columns.table] ?? 0) + 1;
      yield hashed(row);
    }
    yield hashed(Buffer.from(END_OF_ROWS));
  }
  yield line({ end: true, rows: counts, sha256: hash.digest("hex") });
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
