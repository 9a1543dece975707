import { pool, type Tx } from "./";

/** Runs one statement and returns its rows: on the pool, in a transaction, or on a connection of a tool. */
export type RunQuery = <Row extends object>(sql: string, values: readonly unknown[]) => Promise<Row[]>;

/** On any connection of the pool. */
export const queryPool: RunQuery = async <Row extends object>(sql: string, values: readonly unknown[]) =>
  (await pool().query<Row>(sql, [...values])).rows;

/** In a transaction. */
export function queryIn(tx: Tx): RunQuery {
  return (sql, values) => tx.$queryRawUnsafe(sql, ...values);
}
