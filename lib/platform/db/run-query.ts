import type pg from "pg";
import type { SqlTx } from "./sql-transaction";

/**
 * Runs one statement and returns its rows: on the pool (`queryPool`), in a transaction, or on a connection of a tool.
 */
export type RunQuery = <Row extends object>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** On a connection, or on any of a pool. */
export function queryOn(client: Pick<pg.ClientBase | pg.Pool, "query">): RunQuery {
  return async <Row extends object>(sql: string, values: readonly unknown[]) =>
    (await client.query<Row>(sql, [...values])).rows;
}

/** In a transaction. */
export function queryIn(tx: Pick<SqlTx, "$queryRawUnsafe">): RunQuery {
  return async (sql, values) => await tx.$queryRawUnsafe(sql, ...values);
}
