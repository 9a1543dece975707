import { setTimeout as sleep } from "node:timers/promises";
import { isDatabaseAway } from "../platform/db/errors";
import { log } from "../platform/log";
import { requireSamePrefix } from "../setup/prefix";
import { orEnd } from "./or-end";

/** How long a start waits for the database before it goes on without it, and between two tries, in ms. */
const PATIENCE_MS = 15_000;
const AGAIN_MS = 1_000;

/**
 * Compares the token prefix with this deployment's, and ends the process when it is another one. A database that is
 * away does not keep the server down: it answers 503 until the database is back, and is compared then.
 */
export async function comparePrefix(): Promise<void> {
  await Promise.race([orEnd(compareUntilAnswered), sleep(PATIENCE_MS, undefined, { ref: false })]);
}

async function compareUntilAnswered(): Promise<void> {
  for (;;) {
    try {
      return await requireSamePrefix();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      log.warn(
        { message: (error as Error).message },
        "the database is away; the token prefix is compared when it is back",
      );
      await sleep(AGAIN_MS);
    }
  }
}
