import type pg from "pg";
import { pool } from ".";
import { timeoutOf } from "./client";
import { Prisma } from "./generated/client";
import { ROW_TYPES } from "./row-types";
import { nameOf } from "./statement-names";

/**
 * A transaction for raw SQL alone. What takes it also takes a `Tx` of Prisma.
 */
export interface SqlTx {
  $queryRaw<Rows>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): PromiseLike<Rows>;
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): PromiseLike<number>;
  $queryRawUnsafe<Rows>(query: string, ...values: unknown[]): PromiseLike<Rows>;
}

interface Limits {
  /** How long all of it may take, in ms. */
  readonly timeout: number;
}

/**
 * Runs `work` between BEGIN and COMMIT on a connection of the pool; rolls back what throws. `settings` are local to the
 * transaction and sent with BEGIN. `inSqlTransaction` is for callers.
 */
export async function onOneConnection<T>(
  work: (tx: SqlTx) => Promise<T>,
  { timeout }: Limits,
  settings: Readonly<Record<string, number>>,
): Promise<T> {
  const client = await pool().connect();
  const abandon = () => (client as pg.PoolClient & { abandon(reason: Error): void }).abandon(new Error(TIMED_OUT));
  const stop = timeoutOf(timeout).begin(abandon);
  let broken: Error | undefined;
  try {
    const local = Object.entries(settings).map(([name, value]) => `; SET LOCAL ${name} = ${value}`);
    await client.query(`BEGIN${local.join("")}`);
    const result = await work(new SqlConnection(client));
    const { command } = await client.query("COMMIT");
    if (command !== "COMMIT") throw new Error("a statement of the transaction had failed, so that it was rolled back");
    return result;
  } catch (error) {
    broken = await rolledBack(client);
    throw error;
  } finally {
    stop();
    client.release(broken);
  }
}

/** As pg says it of a query, so that it counts as an outage. */
const TIMED_OUT = "Query read timeout";

/** The error of a connection that cannot roll back, and so is no longer of use. */
async function rolledBack(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await client.query("ROLLBACK");
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

class SqlConnection implements SqlTx {
  constructor(private readonly client: pg.PoolClient) {}

  async $queryRaw<Rows>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<Rows> {
    return (await this.#run(query, values)).rows as Rows;
  }

  async $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number> {
    return (await this.#run(query, values)).rowCount ?? 0;
  }

  async $queryRawUnsafe<Rows>(text: string, ...values: unknown[]): Promise<Rows> {
    return (await this.client.query({ text, values, types: ROW_TYPES })).rows as Rows;
  }

  #run(query: TemplateStringsArray | Prisma.Sql, given: unknown[]): Promise<pg.QueryResult> {
    const { text, values } = "raw" in query ? Prisma.sql(query, ...given) : query;
    return this.client.query({ name: nameOf({ sql: text }), text, values, types: ROW_TYPES });
  }
}
