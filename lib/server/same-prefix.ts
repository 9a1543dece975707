import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseAway } from "../platform/db/errors";
import { ensureKnownKeys } from "../audit/known-keys";
import { queryPool } from "../platform/db/run-query";
import { databaseOutage } from "../platform/db/failure-log";
import { requireSamePrefix } from "../setup/prefix";
import { runOrExit } from "./run-or-exit";

/** How long a start waits for the database before it goes on without it, and between two tries, in ms. */
const MAX_WAIT_MS = 15_000;
const RETRY_MS = 1_000;

/**
 * Compares the keys and the token prefix with this deployment's, and ends the process when they differ. A database that
 * is away does not keep the server down: it answers 503 until the database is back, and is compared then. Nothing is
 * appended to the audit log before that.
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
