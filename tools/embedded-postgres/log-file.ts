import { existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { changeOwner } from "./account";
import type { Layout } from "./layout";

const MAX_LOG_BYTES = 10_000_000;
const TAIL_LINES = 8;

/** Opens PostgreSQL's log for appending. Renames a large one first. Returns the descriptor. */
export function openLog({ log, account }: Pick<Layout, "log" | "account">): number {
  if (existsSync(log) && statSync(log).size > MAX_LOG_BYTES) renameSync(log, `${log}.1`);
  const descriptor = openSync(log, "a", 0o600);
  changeOwner(account, log);
  return descriptor;
}

/** The last lines of PostgreSQL's log. */
export function logTail({ log }: Pick<Layout, "log">): string {
  if (!existsSync(log)) return "(there is none)";
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
}
