import { log } from "../platform/log";
import { processWide } from "../platform/process-wide";

export const HOUR_MS = 3_600_000;
/** The maximum number of tokens with unwritten uses: about 50 MB at worst. */
export const MAX_TOKENS = 100_000;

/** The uses of one token since the last write. */
export interface TokenUse {
  readonly organizationId: string;
  /** The last time. Epoch ms, as all times here. */
  at: number;
  address: string | null;
  agent: string | null;
  /** The number of requests per hour. */
  readonly hours: Map<number, number>;
}

/** Uses by token. */
export type TokenUses = Map<string, TokenUse>;

/** Uses that are being written. Retried under the same id until the database confirms, so that they count once. */
export interface UsageBatch {
  readonly id: string;
  readonly madeAt: number;
  readonly uses: TokenUses;
}

interface UsageState {
  uses: TokenUses;
  batch: UsageBatch | null;
  /** The running write. */
  writing: Promise<void> | null;
  timer: NodeJS.Timeout | null;
  /** Requests whose usage was dropped. */
  dropped: number;
  droppedLoggedAt: number;
  /** Failed writes; most are retried later. */
  failedWrites: number;
}

/** The uses of this process that are not written yet. */
export function usage(): UsageState {
  return processWide("usage", () => ({
    uses: new Map(),
    batch: null,
    writing: null,
    timer: null,
    dropped: 0,
    droppedLoggedAt: 0,
    failedWrites: 0,
  }));
}

/** The number of requests in `uses`. */
export function requestsIn(uses: TokenUses): number {
  let sum = 0;
  for (const { hours } of uses.values()) for (const count of hours.values()) sum += count;
  return sum;
}

/** Adds `from` to `into`; the newer last use wins. */
export function merge(into: TokenUses, from: TokenUses): void {
  for (const [tokenId, use] of from) {
    const known = into.get(tokenId);
    if (known) mergeUse(known, use);
    else into.set(tokenId, use);
  }
}

function mergeUse(into: TokenUse, from: TokenUse): void {
  for (const [hour, count] of from.hours) into.hours.set(hour, (into.hours.get(hour) ?? 0) + count);
  if (from.at > into.at) Object.assign(into, { at: from.at, address: from.address, agent: from.agent });
}

const LOG_EVERY_MS = 60_000;

/** Counts requests whose usage is lost, and logs their number once a minute. */
export function drop(requests: number): void {
  const state = usage();
  state.dropped += requests;
  if (Date.now() - state.droppedLoggedAt < LOG_EVERY_MS) return;
  state.droppedLoggedAt = Date.now();
  log.error({ dropped: state.dropped }, "usage counts were dropped: they could not be written for too long");
}
