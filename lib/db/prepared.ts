import pg from "pg";
import { pool } from ".";
import { Patience } from "./patience";

/** A statement that each connection parses once. Its name is unique among all of them. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/**
 * How long a question of a token check may take, the wait for a connection included, before the database counts as
 * away, in ms. A request asks two of them, and must be answered within 2 s.
 */
const patience = new Patience(850);

/**
 * Runs a prepared statement on the pool: the hot path, without Prisma (docs/decisions/0006-raw-pg-on-the-hot-path.md).
 * Throws when the database is away.
 */
export async function prepared<Row extends object>(statement: Prepared, values: unknown[]): Promise<Row[]> {
  return (await ask<Row>(statement, values)).rows;
}

/** The pool, for whom an answer is worth something only at once; in the form that rate-limiter-flexible expects. */
export const impatient = {
  query: ({ name, text, values }: Prepared & { values: unknown[] }) => ask({ name, text }, values),
};

type Settle<Row extends object> = (error: Error | null, result?: pg.QueryResult<Row>) => void;

function ask<Row extends object>(statement: Prepared, values: unknown[]): Promise<pg.QueryResult<Row>> {
  return new Promise((resolve, reject) => {
    let over = false;
    let giveBack: ((error?: Error) => void) | undefined;
    const settle: Settle<Row> = (error, result) => {
      if (over) return;
      over = true;
      stopWaiting();
      giveBack?.(error ?? undefined);
      if (result) resolve(result);
      else reject(error ?? new Error("the database answered nothing"));
    };
    const stopWaiting = patience.begin(() => settle(new Error("Query read timeout")));
    pool().connect((error, client, release) => {
      if (!client) return settle(error ?? new Error("the pool gave no connection"));
      if (over) return release();
      giveBack = (failed) => {
        client.removeListener("error", settle);
        release(failed);
      };
      client.once("error", settle);
      client.query(new PreparedQuery(statement, values, settle));
    });
  });
}

/** A query of pg, made of its parts: from a config object, pg would first copy it property by property. */
class PreparedQuery<Row extends object> extends pg.Query<Row> {
  readonly name: string;

  constructor({ name, text }: Prepared, values: unknown[], readonly callback: Settle<Row>) {
    super(text, values);
    this.name = name;
  }
}
