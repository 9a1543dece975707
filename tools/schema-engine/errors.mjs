import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import { databaseName } from "./connection.mjs";

const UNREACHABLE = ["ECONNREFUSED", "ENOTFOUND", "ENOENT", "EACCES", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"];

/** The host of a URL, without credentials. */
function place(url) {
  const { host, searchParams } = new URL(url);
  return searchParams.get("host") ?? host;
}

const MESSAGES = {
  P1000: (url) =>
    `Authentication failed against database server at \`${place(url)}\`, ` +
    `the provided database credentials for \`${new URL(url).username}\` are not valid.`,
  P1001: (url) =>
    `Can't reach database server at \`${place(url)}\`\n\n` +
    `Please make sure your database server is running at \`${place(url)}\`.`,
  P1003: (url) => `Database \`${databaseName(url)}\` does not exist on the database server at \`${place(url)}\`.`,
};

/** Prisma's code for a failed connection, or undefined when the failure is of another kind. */
function connectionCode(error) {
  if (UNREACHABLE.includes(error.code) || /timeout/.test(error.message)) return "P1001";
  if (error.code === "3D000") return "P1003";
  if (error.code === "28P01" || error.code === "28000") return "P1000";
  return undefined;
}

/** A failure in the words and codes of Prisma's CLI. */
export function describe(error, url) {
  const code = connectionCode(error);
  return code && url
    ? { code, message: MESSAGES[code](url) }
    : { code: typeof error.code === "string" ? error.code : undefined, message: String(error.message ?? error) };
}

/** A failure of `pg` as the engine expects it from a driver adapter. */
export function driverError(error, url) {
  const original = { originalCode: error.code, originalMessage: error.message };
  const known = connectionKind(connectionCode(error), url);
  if (known) return new DriverAdapterError({ ...original, ...known });
  if (typeof error.code !== "string" || !error.severity) return error;
  const { code, severity, message, detail, column, hint } = error;
  return new DriverAdapterError({ ...original, kind: "postgres", code, severity, message, detail, column, hint });
}

function connectionKind(code, url) {
  const { hostname, port, username } = new URL(url);
  if (code === "P1001") return { kind: "DatabaseNotReachable", host: hostname, port: Number(port || 5432) };
  if (code === "P1003") return { kind: "DatabaseDoesNotExist", db: databaseName(url) };
  if (code === "P1000") return { kind: "AuthenticationFailed", user: username };
  return undefined;
}
