/** PostgreSQL error classes that mean the database is unavailable (connection, shutdown, resources, timeout). */
const AWAY = /^(08|53|57P|25006|25P0[34])/;
const AWAY_NODE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "EAI_AGAIN",
  "57014",
]);
const AWAY_PRISMA = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
const AWAY_TEXT = new RegExp(
  [
    "Connection terminated",
    "timeout exceeded when trying to connect",
    "Cannot use a pool after",
    "Client has encountered a connection error",
    "Can't reach database server",
    "Query read timeout",
  ].join("|"),
);

interface Coded {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly meta?: { readonly driverAdapterError?: unknown; readonly target?: unknown };
}

/** An error and everything that it wraps. Prisma keeps the driver's error in `cause` or `meta`. */
function* chainOf(error: unknown): Generator<Coded> {
  for (
    let current: unknown = error, depth = 0;
    typeof current === "object" && current !== null && depth < 5;
    depth += 1
  ) {
    const coded = current as Coded;
    yield coded;
    current = coded.cause ?? coded.meta?.driverAdapterError;
  }
}

function codeOf(error: Coded): string {
  const original = (error as { originalCode?: unknown }).originalCode;
  return typeof original === "string" ? original : typeof error.code === "string" ? error.code : "";
}

/** Whether an error, or one that it wraps, has one of these codes. */
function hasCode(error: unknown, codes: ReadonlySet<string>): boolean {
  for (const part of chainOf(error)) if (codes.has(codeOf(part))) return true;
  return false;
}

/** Whether the database was unreachable or did not answer. False if it refused the statement. */
export function isDatabaseAway(error: unknown): boolean {
  for (const part of chainOf(error)) {
    const code = codeOf(part);
    if (AWAY.test(code) || AWAY_NODE.has(code) || AWAY_PRISMA.has(code)) return true;
    if (typeof part.message === "string" && AWAY_TEXT.test(part.message)) return true;
  }
  return false;
}

/** read_only_sql_transaction, disk_full, configuration_limit_exceeded (temp_file_limit). */
const UNWRITABLE = new Set(["25006", "53100", "53400"]);

/** Whether the database answers but cannot write: a read-only standby, or a full disk. */
export const isUnwritable = (error: unknown): boolean => hasCode(error, UNWRITABLE);

/** A deadlock: PostgreSQL rolled this transaction back. */
const DEADLOCK = new Set(["40P01", "P2034"]);

/** Whether a transaction was rolled back because of a deadlock. It can be retried. */
export const isDeadlock = (error: unknown): boolean => hasCode(error, DEADLOCK);

/** invalid_sql_statement_name, duplicate_prepared_statement. */
const NAME_LOST = new Set(["26000", "42P05"]);

/** Whether the connection does not know a statement's name, or knows it from another client. */
export const isNameLost = (error: unknown): boolean => hasCode(error, NAME_LOST);

/** Prisma's code for one of its own statements, PostgreSQL's unique_violation for a raw one. */
const NOT_UNIQUE = new Set(["P2002", "23505"]);

/** Whether a unique constraint was violated. `index` limits it to indexes with this text in their name. */
export function isUniqueViolation(error: unknown, index = ""): boolean {
  if (!(error instanceof Error)) return false;
  for (const part of chainOf(error)) if (NOT_UNIQUE.has(codeOf(part))) return JSON.stringify(part).includes(index);
  return false;
}
