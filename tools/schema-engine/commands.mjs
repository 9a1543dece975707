import { connect, createDatabase, dropDatabase } from "./connection.mjs";
import { describe } from "./errors.mjs";

const COMMANDS = {
  "can-connect-to-database": async (url) => (await connect(url)).end(),
  "create-database": createDatabase,
  "drop-database": dropDatabase,
};

/** The `cli` subcommands: the CLI reads one JSON object a line from standard error, and drops the first. */
export async function runCommand(name, url) {
  log("INFO", { message: "Starting schema engine CLI" });
  try {
    if (!COMMANDS[name]) throw new Error(`unknown command ${name}`);
    if (!url) throw new Error("The datasource url is missing in prisma.config.ts.");
    await COMMANDS[name](url);
    log("INFO", { message: `${name} ok` });
  } catch (error) {
    const { code, message } = describe(error, url);
    log("ERROR", { message, error_code: code ?? "P1011", is_panic: false, meta: {} });
    process.exitCode = 1;
  }
}

function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: "schema_engine::logger" };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
