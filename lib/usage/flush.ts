import { randomUUID } from "node:crypto";
import { isDatabaseAway } from "../platform/db/errors";
import { databaseOutage } from "../platform/db/failure-log";
import { log } from "../platform/log";
import { drop, HOUR_MS, merge, requestsIn, usage, type UsageBatch, type TokenUses } from "./state";
import { writeBatch } from "./write";

/** How long a batch is retried while the database is unavailable. The database keeps the ids of batches for longer. */
const BATCH_LIFE_MS = 24 * HOUR_MS;
/** How long a batch that the database refuses is retried. */
const REFUSED_LIFE_MS = 60_000;

/**
 * Writes the usage recorded so far. Never throws: what cannot be written now is retried later. One write at a time; a
 * call during a write waits for it and then writes the rest.
 */
export async function flushUsage(): Promise<void> {
  const state = usage();
  while (state.writing) await state.writing;
  state.writing = writePending().finally(() => {
    state.writing = null;
  });
  await state.writing;
}

async function writePending(): Promise<void> {
  const state = usage();
  if (state.batch && !(await settle(state.batch))) return;
  if (state.uses.size === 0 && state.strangers.size === 0) return;
  state.batch = { id: randomUUID(), madeAt: Date.now(), uses: state.uses, strangers: state.strangers };
  state.uses = new Map();
  state.strangers = new Map();
  await settle(state.batch);
}

/** Whether the batch is finished: written or dropped. */
async function settle(batch: UsageBatch): Promise<boolean> {
  try {
    const skipped = await writeBatch(batch);
    usage().batch = null;
    keep(batch.uses, skipped);
    return true;
  } catch (error) {
    usage().failedWrites += 1;
    const away = isDatabaseAway(error);
    if (away) databaseOutage().failed(error, "usage could not be written");
    else log.warn({ message: (error as Error).message, tokens: batch.uses.size }, "usage could not be written");
    if (Date.now() - batch.madeAt < (away ? BATCH_LIFE_MS : REFUSED_LIFE_MS)) return false;
    usage().batch = null;
    drop(requestsIn(batch));
    return true;
  }
}

/** Keeps the skipped uses for the next batch. */
function keep(written: TokenUses, skipped: readonly string[]): void {
  for (const tokenId of skipped) {
    const use = written.get(tokenId);
    if (use) merge(usage().uses, new Map([[tokenId, use]]));
  }
}
