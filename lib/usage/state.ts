import { processWide } from "../platform/process-wide";
import { log } from "../platform/log";

export const HOUR_MS = 3_600_000;
/** The maximum number of tokens with unwritten uses: about 50 MB. */
export const MAX_TOKENS = 100_000;
/** How many details of all tokens wait, besides the hours of their requests: about 100 MB more. */
const MAX_DETAILS = 500_000;
/** How many addresses and agents of one token wait. What it needs is bounded by what it has. */
const MAX_ORIGINS = 200;

/**
 * What a token is seen with. `scope` names its API too. `uncertain` is a request whose address is unknown, or not known
 * for certain.
 */
export type SightingKind = "address" | "agent" | "uncertain" | "secret" | "action" | "permission" | "scope";

/** When a token was seen with something. Epoch ms, as all times here. */
export interface Sighting {
  readonly kind: SightingKind;
  readonly value: string;
  firstAt: number;
  lastAt: number;
}

/** Numbers of requests by `countKey`. */
export type Counts = Map<string, number>;

/** The requests of one token since the last write. */
export interface TokenUse {
  readonly organizationId: string;
  /** The last allowed one. Null if all were denied. */
  at: number | null;
  address: string | null;
  agent: string | null;
  /** Whether the address is certain. */
  isCertain: boolean;
  /** The hint of the secret. */
  secret: string;
  needs: readonly string[];
  readonly counts: Counts;
  /** By kind and value. */
  readonly sightings: Map<string, Sighting>;
}

/** Uses by token. */
export type TokenUses = Map<string, TokenUse>;

/** Denied requests without a token of the organization, by organization. */
export type StrangerCounts = Map<string, Counts>;

/** What is being written. Retried under the same id until the database confirms, so that it counts once. */
export interface UsageBatch {
  readonly id: string;
  readonly madeAt: number;
  readonly uses: TokenUses;
  readonly strangers: StrangerCounts;
}

interface UsageState {
  uses: TokenUses;
  strangers: StrangerCounts;
  /** How many counts with an API, and sightings, wait. */
  details: number;
  /** Requests since the start, by API and outcome. */
  readonly byApi: Map<string, Counts>;
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

/** What this process has not written yet. */
export function usage(): UsageState {
  return processWide("usage", () => ({
    uses: new Map(),
    strangers: new Map(),
    details: 0,
    byApi: new Map(),
    batch: null,
    writing: null,
    timer: null,
    dropped: 0,
    droppedLoggedAt: 0,
    failedWrites: 0,
  }));
}

/** An hour, an outcome and the identifier of the API that was asked about; empty for none. None of them has a space. */
export const countKey = (hour: number, outcome: string, api: string): string => `${hour} ${outcome} ${api}`;

/** What `countKey` made. */
export function readCountKey(key: string): { readonly hour: Date; readonly outcome: string; readonly api: string } {
  const [hour, outcome = "", api = ""] = key.split(" ");
  return { hour: new Date(Number(hour)), outcome, api };
}

const ORIGINS: ReadonlySet<SightingKind> = new Set(["address", "agent"]);

/** Takes the place of one more detail, if there is any. */
export function hasRoom(): boolean {
  const state = usage();
  if (state.details >= MAX_DETAILS) return false;
  state.details += 1;
  return true;
}

/** Notes that the last request had what it had. */
export function settleSightings(use: TokenUse): void {
  if (use.at === null) return;
  if (use.address !== null) sight(use, "address", use.address, use.at);
  if (!use.isCertain) sight(use, "uncertain", "*", use.at);
  if (use.agent !== null) sight(use, "agent", use.agent, use.at);
  if (use.secret !== "") sight(use, "secret", use.secret, use.at);
  for (const need of use.needs) {
    const space = need.indexOf(" ");
    sight(use, need.slice(0, space) as SightingKind, need.slice(space + 1), use.at);
  }
}

function sight({ sightings }: TokenUse, kind: SightingKind, value: string, at: number): void {
  const key = `${kind} ${value}`;
  const known = sightings.get(key);
  if (known) known.lastAt = Math.max(known.lastAt, at);
  else if ((sightings.size < MAX_ORIGINS || !ORIGINS.has(kind)) && hasRoom())
    sightings.set(key, { kind, value, firstAt: at, lastAt: at });
}

/** The number of requests in what was counted. */
export function requestsIn({ uses, strangers }: Pick<UsageBatch, "uses" | "strangers">): number {
  let sum = 0;
  for (const { counts } of uses.values()) for (const count of counts.values()) sum += count;
  for (const counts of strangers.values()) for (const count of counts.values()) sum += count;
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
  for (const [key, count] of from.counts) into.counts.set(key, (into.counts.get(key) ?? 0) + count);
  for (const [key, sighting] of from.sightings) {
    const known = into.sightings.get(key);
    into.sightings.set(key, known ? { ...known, firstAt: Math.min(known.firstAt, sighting.firstAt) } : sighting);
  }
  const { at, address, agent, isCertain, secret, needs } = from;
  if (at !== null && at > (into.at ?? 0)) Object.assign(into, { at, address, agent, isCertain, secret, needs });
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
