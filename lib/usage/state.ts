import { processWide } from "../platform/process-wide";

export const HOUR_MS = 3_600_000;
/** How many tokens' uses are held between two writes: about 50 MB at the worst. */
export const MAX_TOKENS = 100_000;

/** What one token did since the last write. */
export interface TokenUse {
  readonly organizationId: string;
  /** The last time. Epoch ms, as all times here. */
  at: number;
  address: string | null;
  agent: string | null;
  /** Requests by the hour that they fell into. */
  readonly hours: Map<number, number>;
}

/** Uses by token. */
export type TokenUses = Map<string, TokenUse>;

/** Uses on their way to the database. Sent again under the same id until the answer came, so that they count once. */
export interface UsageBatch {
  readonly id: string;
  readonly madeAt: number;
  readonly uses: TokenUses;
}

interface UsageState {
  uses: TokenUses;
  batch: UsageBatch | null;
  /** The write that runs now. */
  writing: Promise<void> | null;
  timer: NodeJS.Timeout | null;
  /** Requests that were never written. */
  dropped: number;
  droppedLoggedAt: number;
  /** Writes that the database did not take; most are repeated later. */
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

/** How many requests some uses stand for. */
export function requestsIn(uses: TokenUses): number {
  let sum = 0;
  for (const { hours } of uses.values()) for (const count of hours.values()) sum += count;
  return sum;
}

/** Adds `from` to `into`; the newer of two last times wins. */
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
