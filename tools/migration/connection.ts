import type pg from "pg";
import { DatabaseClient } from "../../lib/platform/db/client";
import { codeOf, PlainError } from "../plain-error";

const PROBLEMS: Record<string, string> = {
  "28P01": "the server refuses the user name or the password",
  "28000": "the server refuses the user",
  "3D000": "the database does not exist: create it first",
  "42501": "the role may not connect to it",
  "57P03": "the server is still starting: try again in a moment",
  "53300": "the server has no connection left",
  ENOTFOUND: "the host name is not known",
  ECONNREFUSED: "nothing listens there",
  ENOENT: "there is no such socket",
  ETIMEDOUT: "no answer",
};

/** Connects. Throws a PlainError that names the `variable` of the URL, never the URL itself. */
export async function connectTo(url: string, variable: string): Promise<pg.Client> {
  const client = new DatabaseClient({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "latchkey migrate",
  });
  client.on("error", () => undefined); // the running query fails with it
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end();
    throw unreachable(error, variable);
  }
}

function unreachable(error: unknown, variable: string): PlainError {
  const problem = PROBLEMS[codeOf(error) ?? ""] ?? (error instanceof Error ? error.message : String(error));
  return new PlainError(`The database that ${variable} names cannot be used: ${problem}.`, { cause: error });
}
