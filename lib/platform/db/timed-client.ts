import type pg from "pg";
import { env } from "../env";
import { log } from "../log";
import { DatabaseClient } from "./client";

/** The maximum length of a statement in the log. */
const MAX_TEXT_LENGTH = 500;

interface Statement {
  readonly text?: string;
  /** A pg query object with its own callback. */
  callback?: (...results: unknown[]) => void;
}

type Callback = (...results: unknown[]) => void;

type Query = (...args: unknown[]) => unknown;

/**
 * A client that logs slow statements (SLOW_QUERY_MS): their text, never their parameters, which may be digests, names
 * or password hashes.
 */
export class TimedClient extends DatabaseClient {
  constructor(config: pg.ClientConfig = {}) {
    super(config);
    const query = this.query.bind(this) as Query; // not super.query: that is pg's own, which waits without a limit
    this.query = ((first: string | Statement, ...rest: unknown[]) => timed(query, first, rest)) as never;
  }
}

function timed(query: Query, first: string | Statement, rest: unknown[]): unknown {
  const { SLOW_QUERY_MS } = env();
  if (SLOW_QUERY_MS === 0) return query(first, ...rest);
  const startedAt = performance.now();
  const done = () => {
    const ms = performance.now() - startedAt;
    if (ms >= SLOW_QUERY_MS) logSlow(typeof first === "string" ? first : (first.text ?? ""), ms);
  };
  if (typeof first === "object" && typeof first.callback === "function") first.callback = after(done, first.callback);
  const result = query(
    first,
    ...rest.map((value) => (typeof value === "function" ? after(done, value as Callback) : value)),
  );
  if (result instanceof Promise) result.then(done, done);
  return result;
}

function after(done: () => void, callback: Callback): Callback {
  return (...results) => {
    done();
    callback(...results);
  };
}

function logSlow(text: string, ms: number): void {
  const statement = text.replace(/\s+/g, " ").trim().slice(0, MAX_TEXT_LENGTH);
  log.warn({ statement, ms: Math.round(ms) }, "slow query");
}
