import pg from "pg";

// URL parameters of Prisma that `pg` would pass to the server or reject.
const PRISMA_ONLY = [
  "schema",
  "connection_limit",
  "pgbouncer",
  "pool_timeout",
  "socket_timeout",
  "statement_cache_size",
];

/** A name as a quoted SQL identifier. */
export const identifier = (name) => `"${name.replaceAll('"', '""')}"`;

/** The database a URL names. */
export const databaseName = (url) => decodeURIComponent(new URL(url).pathname.slice(1)) || "postgres";

/** The schema a URL names, or undefined for the server's default. */
export const schemaName = (url) => (url ? (new URL(url).searchParams.get("schema") ?? undefined) : undefined);

/** The same server, another database. */
export function withDatabase(url, name) {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.toString();
}

/** A connected client, with `search_path` as the URL's `schema` says. */
export async function connect(url) {
  const client = new pg.Client({ connectionString: withoutPrismaOptions(url), connectionTimeoutMillis: 10_000 });
  client.on("error", () => client.end().catch(() => undefined)); // the running query reports it
  await client.connect();
  const schema = schemaName(url);
  if (schema) await client.query(`SET search_path TO ${identifier(schema)}`);
  return client;
}

/** Runs one statement on a new connection. */
export async function runOn(url, statement) {
  const client = await connect(url);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Creates the database a URL names. */
export const createDatabase = (url) =>
  runOn(withDatabase(url, "postgres"), `CREATE DATABASE ${identifier(databaseName(url))}`);

/** Drops the database of a URL, even if clients are connected. */
export const dropDatabase = (url) =>
  runOn(withDatabase(url, "postgres"), `DROP DATABASE IF EXISTS ${identifier(databaseName(url))} WITH (FORCE)`);

function withoutPrismaOptions(url) {
  const plain = new URL(url);
  for (const name of PRISMA_ONLY) plain.searchParams.delete(name);
  return plain.toString();
}
