import { pool } from ".";

/** A statement that each connection parses once. Its name is unique among all of them. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** How long a statement on the hot path may take before the database counts as away, in ms. */
const QUERY_TIMEOUT = 800;

/**
 * Runs a prepared statement on the pool: the hot path, without Prisma (docs/decisions/0006-raw-pg-on-the-hot-path.md).
 * Throws when the database is away, at the latest after the wait for a connection and QUERY_TIMEOUT.
 */
export async function prepared<Row extends object>(statement: Prepared, values: unknown[]): Promise<Row[]> {
  const query = { name: statement.name, text: statement.text, values, query_timeout: QUERY_TIMEOUT };
  const { rows } = await pool().query<Row>(query);
  return rows;
}
