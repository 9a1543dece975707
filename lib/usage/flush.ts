import { randomUUID } from "node:crypto";
import { isDatabaseAway } from "../platform/db/errors";
import { databaseOutage } from "../platform/db/failure-log";
import { log } from "../platform/log";
import { drop, HOUR_MS, merge, requestsIn, usage, type UsageBatch, type TokenUses } from "./state";
import { writeBatch } from "./write";

/** How long a batch is retried while the database is unavailable. The database keeps the ids of batches for longer. */
const BATCH_LIFE_MS = 24 * HOUR_MS;
/** How many tokens one statement writes: some hundred milliseconds of work. */
const TOKENS_AT_ONCE = 5_000;
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
  const { uses, strangers } = state;
  Object.assign(state, { uses: new Map(), strangers: new Map(), details: 0 });
  const parts = inParts(uses, strangers);
  for (const [at, part] of parts.entries()) {
    state.batch = { id: randomUUID(), madeAt: Date.now(), ...part };
    if (!(await settle(state.batch))) return keepForLater(parts.slice(at + 1));
  }
}

const NO_STRANGERS: UsageBatch["strangers"] = new Map();

type Part = Pick<UsageBatch, "uses" | "strangers">;

/** Few enough tokens for one statement each. Strangers are written with the first ones. */
function inParts(uses: TokenUses, strangers: UsageBatch["strangers"]): Part[] {
  const entries = [...uses];
  const parts: Part[] = strangers.size > 0 && entries.length === 0 ? [{ uses: new Map(), strangers }] : [];
  for (let from = 0; from < entries.length; from += TOKENS_AT_ONCE)
    parts.push({
      uses: new Map(entries.slice(from, from + TOKENS_AT_ONCE)),
      strangers: from === 0 ? strangers : NO_STRANGERS,
    });
  return parts;
}

/** What was not tried, as the part before it failed. */
function keepForLater(parts: readonly Part[]): void {
  for (const { uses } of parts) merge(usage().uses, uses);
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
