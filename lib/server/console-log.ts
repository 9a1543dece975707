import { format } from "node:util";
import { logFailure } from "../platform/db/failure-log";
import { log } from "../platform/log";

/**
 * Converts console output of libraries to log lines. Next prints errors to the console, with a stack over many lines.
 */
export function logConsole(target: Console = console): void {
  target.error = (...values: unknown[]) => {
    const error = values.find((value) => value instanceof Error);
    if (error) logFailure(error, textOf(values.filter((value) => value !== error)) || error.name);
    else log.error(textOf(values));
  };
  target.warn = (...values: unknown[]) => log.warn(textOf(values));
  target.log = target.info = (...values: unknown[]) => log.info(textOf(values));
}

/** The colors of a terminal (ECMA-48, SGR). */
const COLORS = /\u001b\[[\d;]*m/g;

const textOf = (values: unknown[]) =>
  format(...values)
    .replace(COLORS, "")
    .trim();
