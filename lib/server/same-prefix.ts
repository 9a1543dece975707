import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseAway } from "../platform/db/errors";
import { ensureKnownKeys } from "../audit/known-keys";
import { queryPool } from "../platform/db";
import { databaseOutage } from "../platform/db/failure-log";
import { requireSamePrefix } from "../setup/token-prefix";
import { runOrExit } from "./run-or-exit";

/** How long a start waits for the database before it continues without it, and the wait between two attempts, in ms. */
const MAX_WAIT_MS = 15_000;
const RETRY_MS = 1_000;

/**
 * Compares the keys and the token prefix with those of the database, and ends the process if they differ. If the
 * database is unavailable, the server starts anyway and answers 503. The comparison runs when the database is back, and
 * nothing is appended to the audit log before.
 */
export async function checkPrefix(): Promise<void> {
  await Promise.race([runOrExit(checkUntilAnswered), sleep(MAX_WAIT_MS, undefined, { ref: false })]);
}

async function checkUntilAnswered(): Promise<void> {
  for (;;) {
    try {
      await ensureKnownKeys(queryPool);
      return await requireSamePrefix();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      databaseOutage().failed(error, "the keys and the token prefix are compared when it is back");
      await sleep(RETRY_MS);
    }
  }
}
