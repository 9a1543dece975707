import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { z } from "zod";
import { migrate, type DatabaseUrls } from "../migration";
import { connectTo } from "../migration/connection";
import { PlainError } from "../plain-error";
import { copyIn } from "./copy";
import { END_OF_ROWS, type RowCounts } from "./export";
import { copySql, migrationsOf, tablesInOrder, type TableColumns } from "./tables";

const headSchema = z.object({
  format: z.literal("latchkey-export"),
  version: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.string()),
});
const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });
const endSchema = z.object({ end: z.literal(true), rows: z.record(z.string(), z.number()), sha256: z.string() });

/** The result of an import. */
export interface ImportedRows {
  /** When the export was made, ISO 8601. */
  readonly createdAt: string;
  readonly rows: RowCounts;
}

/**
 * Reads a file of `npm run export` into an empty database, in one transaction. Migrates the database first. Throws
 * PlainError if the database has rows, or if the file is incomplete or of another version of Latchkey.
 */
export async function importDatabase(urls: DatabaseUrls, file: string): Promise<ImportedRows> {
  await migrate(urls);
  const client = await connectTo(urls.ownerUrl, "MIGRATION_DATABASE_URL (or DATABASE_URL)");
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = 0");
    const known = await tablesInOrder(client);
    await requireEmpty(client, known);
    const imported = await copyAll(client, new LineReader(file), known, file);
    await client.query("COMMIT");
    return imported;
  } finally {
    await client.end();
  }
}

async function requireEmpty(client: pg.Client, tables: readonly TableColumns[]): Promise<void> {
  for (const { table } of tables) {
    const { rows } = await client.query(`SELECT 1 FROM ${client.escapeIdentifier(table)} LIMIT 1`);
    if (rows.length > 0)
      throw new PlainError(`The database is not empty: ${table} has rows. Import into an empty one.`);
  }
}

async function copyAll(
  client: pg.Client,
  reader: LineReader,
  known: readonly TableColumns[],
  file: string,
): Promise<ImportedRows> {
  try {
    const { migrations, createdAt } = headSchema.parse(await reader.json());
    if (JSON.stringify(migrations) !== JSON.stringify(await migrationsOf(client)))
      throw new PlainError(
        `${file} was exported by another version of Latchkey. Import it with that version, then upgrade.`,
      );
    const counts: RowCounts = {};
    for (;;) {
      const digest = reader.digest();
      const item = z.union([tableSchema, endSchema]).parse(await reader.json());
      if ("end" in item) {
        if (item.sha256 !== digest || JSON.stringify(item.rows) !== JSON.stringify(counts))
          throw new Error("its checksum does not match");
        return { createdAt, rows: counts };
      }
      if (!known.some(({ table }) => table === item.table)) throw new Error(`it has a table ${item.table}`);
      counts[item.table] = 0;
      const rows = reader.rows(() => void (counts[item.table] = (counts[item.table] ?? 0) + 1));
      await copyIn(client, copySql(client, item, "FROM STDIN"), rows);
    }
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(`${file} cannot be imported, and nothing was: ${(error as Error).message}.`, { cause: error });
  }
}

/** Reads a compressed file line by line. */
class LineReader {
  readonly #hash = createHash("sha256");
  readonly #lines: AsyncGenerator<Buffer>;

  constructor(file: string) {
    this.#lines = linesIn(createReadStream(file).pipe(createGunzip()));
  }

  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  async json(): Promise<unknown> {
    return JSON.parse((await this.#next()).toString());
  }

  /** The lines up to the end of a table's rows. */
  async *rows(onRow: () => void): AsyncGenerator<Buffer> {
    for (;;) {
      const row = await this.#next();
      if (row.length === END_OF_ROWS.length && row.toString() === END_OF_ROWS) return;
      onRow();
      yield row;
    }
  }

  async #next(): Promise<Buffer> {
    const next = await this.#lines.next();
    if (next.done) throw new Error("it ends early");
    this.#hash.update(next.value);
    return next.value;
  }
}

/** Each line with its line feed. A remainder without one is not a line. */
async function* linesIn(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end + 1));
      yield Buffer.concat(parts);
      parts = [];
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
  }
}
