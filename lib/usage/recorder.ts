import { warnOnce } from "../platform/warn-once";
import { scheduleFlush } from "./schedule";
import {
  countKey,
  drop,
  hasRoom,
  HOUR_MS,
  MAX_TOKENS,
  settleSightings,
  usage,
  type Counts,
  type TokenUse,
} from "./state";

const MAX_USER_AGENT_LENGTH = 200;
/** How many counts of one token wait: more are not told apart by their APIs. */
const MAX_COUNTS = 50;
/** How many APIs the metrics tell apart. */
const MAX_LABELS = 100;
/** The labels of Latchkey's own API, and of all that have none. No identifier of an API is like them. */
const OWN_LABEL = "latchkey";
const OTHER_LABEL = "other";
/** For how many organizations requests of strangers are counted between two writes. */
const MAX_ORGANIZATIONS = 5_000;

interface UsedToken {
  readonly tokenId: string;
  readonly organizationId: string;
}

/** What an allowed request tells. */
export interface Use {
  /** The client's, if it is known. */
  readonly address: string | null;
  /** Whether that is certain, so that a limit to networks would let it in. */
  readonly isCertain?: boolean;
  /** Whether it is no request of its own: then it is a use, and counts as none. */
  readonly isUncounted?: boolean;
  readonly agent: string | null;
  /** The hint of the secret that was presented. */
  readonly secret?: string;
  /** The identifier of the API that was asked about, if it is one of the organization. */
  readonly api?: string | undefined;
  /** What it needed, by `actionNeed` and the like. */
  readonly needs?: readonly string[];
}

const NO_NEEDS: readonly string[] = [];

export const actionNeed = (action: string): string => `action ${action}`;
export const permissionNeed = (permission: string): string => `permission ${permission}`;
/** `*` where the asker did not say which scopes it needs. */
export const scopeNeed = (api: string, scope: string): string => `scope ${api} ${scope}`;

/**
 * Records an allowed request in memory, in constant time. It is written a few seconds later, or at shutdown. Above
 * MAX_TOKENS tokens between two writes, which only happens during a long outage, uses are dropped, counted and logged.
 */
export function recordUse(token: UsedToken, given: Use, now = Date.now()): void {
  const use = useOf(token);
  if (use === null) return;
  const { address, agent, isCertain = false, secret = "", api, needs = NO_NEEDS } = given;
  if (!given.isUncounted) add(use.counts, now, "allowed", api);
  see(use, { address, agent: shortened(agent), isCertain: isCertain && address !== null, secret, needs }, now);
}

/** Counts a denied request of a token. `reason` is one of `REASONS` in lib/denials. In constant time. */
export function recordDenied(token: UsedToken, reason: string, api?: string, now = Date.now()): void {
  const use = useOf(token);
  if (use !== null) add(use.counts, now, reason, api);
}

/** Counts a denied request that had no token of the organization. In constant time. */
export function recordStranger(organizationId: string, reason: string, now = Date.now()): void {
  const { strangers } = usage();
  let counts = strangers.get(organizationId);
  if (!counts) {
    if (strangers.size >= MAX_ORGANIZATIONS)
      return warnOnce({}, "Requests of strangers for too many organizations came at once: some are not counted");
    counts = new Map();
    strangers.set(organizationId, counts);
    scheduleFlush();
  }
  add(counts, now, reason);
}

/** Null if there are too many. */
function useOf({ tokenId, organizationId }: UsedToken): TokenUse | null {
  const { uses } = usage();
  const known = uses.get(tokenId);
  if (known) return known;
  if (uses.size >= MAX_TOKENS) {
    drop(1);
    return null;
  }
  const use = {
    organizationId,
    at: null,
    address: null,
    agent: null,
    isCertain: true,
    secret: "",
    needs: NO_NEEDS,
    counts: new Map(),
    sightings: new Map(),
  };
  uses.set(tokenId, use);
  scheduleFlush();
  return use;
}

/** A caller may invent APIs: beyond MAX_COUNTS the request is counted without its API. */
function add(counts: Counts, now: number, outcome: string, api = ""): void {
  countByApi(outcome, api);
  addOne(counts, now, outcome, api);
}

function addOne(counts: Counts, now: number, outcome: string, api: string): void {
  const hour = now - (now % HOUR_MS);
  const key = countKey(hour, outcome, api);
  const known = counts.get(key);
  if (known === undefined && api !== "" && (counts.size >= MAX_COUNTS || !hasRoom()))
    return addOne(counts, now, outcome, "");
  counts.set(key, (known ?? 0) + 1);
}

/** For metrics, whose labels nobody may invent: an API gets one when it lets somebody in. */
function countByApi(outcome: string, api: string): void {
  const { byApi } = usage();
  const isLabel = api === "" || byApi.has(api) || (outcome === "allowed" && byApi.size < MAX_LABELS);
  const label = isLabel ? api || OWN_LABEL : OTHER_LABEL;
  const counts = byApi.get(label) ?? new Map<string, number>();
  if (counts.size === 0) byApi.set(label, counts);
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
}

type Seen = Pick<TokenUse, "address" | "agent" | "isCertain" | "secret" | "needs">;

const SEEN = ["address", "agent", "isCertain", "secret", "needs"] as const;

/** What stays the same from request to request is looked up when it changes, and when it is written. */
function see(use: TokenUse, seen: Seen, now: number): void {
  const isSame = use.at !== null && SEEN.every((name) => seen[name] === use[name]);
  if (!isSame) {
    settleSightings(use);
    Object.assign(use, seen);
  }
  use.at = now;
  if (!isSame) settleSightings(use);
}

const shortened = (agent: string | null) =>
  agent === null || agent.length <= MAX_USER_AGENT_LENGTH ? agent : agent.slice(0, MAX_USER_AGENT_LENGTH);
