import pg from "pg";
import { pool } from ".";
import { isNameLost } from "./errors";
import type { Settle } from "./pool";
import { SharedTimeout } from "./shared-timeout";
import { giveUpNames, keepsNames } from "./statement-names";

/** A statement that each connection parses once. Its name is unique among all of them. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/**
 * The timeout of a token check's query, including the wait for a connection, in ms. After that the database counts as
 * unavailable. A request makes two such queries and must be answered within 2 s.
 */
const checks = new SharedTimeout(850);

/**
 * Runs a prepared statement on the pool: the hot path, without Prisma (docs/decisions/0006-raw-pg-on-the-hot-path.md).
 * Throws if the database is unavailable.
 */
export async function prepared<Row extends object>(statement: Prepared, values: unknown[]): Promise<Row[]> {
  return (await askByName<Row>(statement, values)).rows;
}

/** The pool with the short timeout of token checks, in the form that rate-limiter-flexible expects. */
export const failFastPool = {
  query: ({ name, text, values }: Prepared & { values: unknown[] }) => askByName({ name, text }, values),
};

/** Uses the statement's name until a pooler loses it or already has it; from then on sends unnamed statements. */
async function askByName<Row extends object>(statement: Prepared, values: unknown[]): Promise<pg.QueryResult<Row>> {
  if (!keepsNames()) return ask<Row>({ ...statement, name: "" }, values);
  try {
    return await ask<Row>(statement, values);
  } catch (error) {
    if (!isNameLost(error)) throw error;
    giveUpNames();
    return ask<Row>({ ...statement, name: "" }, values);
  }
}

function ask<Row extends object>(statement: Prepared, values: unknown[]): Promise<pg.QueryResult<Row>> {
  return pool().ask<Row>({ purpose: "check", timeout: checks }, (client, settle) =>
    client.query(new PreparedQuery(statement, values, settle)),
  );
}

/** A pg query built from its parts. Given a config object, pg would copy it property by property. */
class PreparedQuery<Row extends object> extends pg.Query<Row> {
  readonly name: string;

  constructor(
    { name, text }: Prepared,
    values: unknown[],
    readonly callback: Settle<Row>,
  ) {
    super(text, values);
    this.name = name;
  }
}
