import { databaseOutage } from "../../platform/db/failure-log";
import { isDatabaseAway } from "../../platform/db/errors";
import { log } from "../../platform/log";
import { processWide } from "../../platform/process-wide";
import type { CountedLimit, Period } from "../limits/counted";
import type { KnownToken, TokenRecord } from "../token-cache/token-record";
import { Allotments, IDLE_MS, stateOf, type Allotment, type Clock, type UseState } from "./allotments";
import { giveBackToCounter, readCounters, takeFromCounter, type Unused } from "./counter";

/** How much of a limit is left for its holder. A lower bound, if no other process has taken more since. */
export interface LimitState {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until its period ends; null for the token's whole life. */
  readonly resetSeconds: number | null;
  /** How long its period is, in seconds. */
  readonly windowSeconds: number | null;
}

/**
 * Why a counted limit refuses a token. A token whose last use is made is dead: `expired`, as nothing brings it back.
 */
export const USE_CODES = ["rate_limited", "quota_exceeded", "expired"] as const;
export type UseCode = (typeof USE_CODES)[number];

/** A request that counts, or the limit that refuses it. */
export type Use = Accepted | Refused;
export interface Accepted {
  readonly ok: true;
  readonly states: readonly LimitState[];
  /** Of those in periods, the one with the least left; null for none. */
  readonly tightest: LimitState | null;
  /** All limits in periods, with their lengths in seconds: the same object as long as they are the same. */
  readonly policies: readonly Policy[];
  /** Takes it back: the request was refused after all. */
  undo(): void;
}
export type Policy = Pick<LimitState, "name" | "limit" | "windowSeconds">;
export interface Refused {
  readonly ok: false;
  readonly code: UseCode;
  readonly refusing: LimitState;
  readonly states: readonly LimitState[];
  readonly policies: readonly Policy[];
}

/** A request that no limit counts. */
export const UNCOUNTED: Accepted = { ok: true, states: [], tightest: null, policies: [], undo: () => undefined };

type CountedRecord = Pick<TokenRecord, "counted">;

interface Uses {
  readonly allotments: Allotments;
  timer: NodeJS.Timeout | null;
}

const COUNTER = { take: takeFromCounter, read: readCounters, giveBack: giveBackOrLose };

const uses = () => processWide<Uses>("uses", () => ({ allotments: new Allotments(COUNTER), timer: null }));

/**
 * Counts a request that is allowed otherwise against all limits of its token: its own, its ancestors', its subject's
 * and the organization's. All of them let it in, or it counts against none. Returns without a promise where this
 * process has a chunk of each. `cost` is how many requests it counts as; 0 asks and counts nothing. Rejects if the
 * database is unavailable.
 */
export function countUse(
  { record, now, at }: Omit<KnownToken, "record"> & { readonly record: CountedRecord },
  cost = 1,
): Use | Promise<Use> {
  const { counted } = record;
  if (counted.length === 0) return UNCOUNTED;
  const clock = () => now + performance.now() - at;
  if (cost === 0) return askAll(counted, clock);
  return takeAllHere(counted, cost, clock) ?? takeInTurn(counted, cost, clock);
}

/** Counts nothing. A token whose last use is made is dead for that too. One statement. */
async function askAll(counted: readonly CountedLimit[], clock: Clock): Promise<Use> {
  const read = await readCounters(counted);
  const all = counted.flatMap((limit) => {
    const counter = read.get(limit.id);
    return counter ? { limit, remaining: counter.left, endsAt: counter.endsAt } : [];
  });
  const states = all.map((state) => toLimitState(state, clock));
  const refusing = states[all.findIndex(({ limit, remaining }) => limit.period === "ever" && remaining === 0)];
  const policies = policiesOf(counted);
  return refusing ? { ok: false, code: "expired", refusing, states, policies } : { ...UNCOUNTED, states, policies };
}

/** Null unless this process has what it takes of each limit. */
function takeAllHere(counted: readonly CountedLimit[], cost: number, clock: Clock): Accepted | null {
  const use = new Taken(uses().allotments, counted, cost, clock);
  if (use.takeHere()) return use;
  use.undo();
  return null;
}

/** One limit after the other; those of the whole life last, for each is a durable statement. */
async function takeInTurn(counted: readonly CountedLimit[], cost: number, clock: Clock): Promise<Use> {
  const { allotments } = uses();
  const inOrder = [...counted].sort((one, other) => Number(one.period === "ever") - Number(other.period === "ever"));
  const use = new Taken(allotments, inOrder, cost, clock);
  returnIdleLater();
  try {
    const refused = await use.take();
    if (refused === null) return use;
    use.undo();
    const state = allotments.stateOf(refused, clock()) ?? (await readState(refused));
    const refusing = toLimitState(state, clock);
    const states = statesOf(allotments, counted, clock);
    return { ok: false, code: codeOf(refused), refusing, states, policies: policiesOf(counted) };
  } catch (error) {
    use.undo();
    throw error;
  }
}

async function readState(limit: CountedLimit): Promise<UseState> {
  const { left, endsAt } = (await readCounters([limit])).get(limit.id) ?? { left: 0, endsAt: Infinity };
  return { limit, remaining: left, endsAt };
}

/** A class, because creating getters on an object literal is slow. Only those who show the states pay for them. */
class Taken implements Accepted {
  readonly ok = true;
  /** What a request was taken from, for the first limits. */
  #from: Allotment[] = [];

  constructor(
    private readonly allotments: Allotments,
    private readonly counted: readonly CountedLimit[],
    private readonly cost: number,
    private readonly clock: Clock,
  ) {}

  /** Takes the request from each limit that this process has enough of, up to the first that it has not. */
  takeHere(): boolean {
    const now = this.clock();
    for (const limit of this.counted) {
      const from = this.allotments.takeHere(limit, this.cost, now);
      if (from === null) return false;
      this.#from.push(from);
    }
    return true;
  }

  /** Takes the request from each limit. The one that refuses it, or null. */
  async take(): Promise<CountedLimit | null> {
    for (const limit of this.counted) {
      const from = await this.allotments.take(limit, this.cost, this.clock);
      if (from === null) return limit;
      this.#from.push(from);
    }
    return null;
  }

  get states(): readonly LimitState[] {
    return statesOf(this.allotments, this.counted, this.clock);
  }

  get tightest(): LimitState | null {
    let found: Allotment | null = null;
    let least = Infinity;
    for (const from of this.#from) {
      const remaining = from.here + from.left;
      if (from.limit.period !== "ever" && remaining < least) [found, least] = [from, remaining];
    }
    return found && toLimitState(stateOf(found), this.clock);
  }

  get policies(): readonly Policy[] {
    return policiesOf(this.counted);
  }

  /** A second call takes nothing back. */
  undo(): void {
    const from = this.#from;
    this.#from = [];
    for (const { limit, startsAt } of from) this.allotments.putBack(limit, startsAt, this.cost);
    if (from.length > 0) returnIdleLater();
  }
}

/** By the limits of a record, until the month ends. */
const policies = new WeakMap<readonly CountedLimit[], { readonly all: readonly Policy[]; readonly month: number }>();

function policiesOf(counted: readonly CountedLimit[]): readonly Policy[] {
  const now = new Date();
  const month = now.getUTCMonth();
  const known = policies.get(counted);
  if (known?.month === month) return known.all;
  const end = Date.UTC(now.getUTCFullYear(), month + 1);
  const all = counted
    .filter(({ period }) => period !== "ever")
    .map(({ name, limit, period }) => ({ name, limit, windowSeconds: secondsOf(period, end) }));
  policies.set(counted, { all, month });
  return all;
}

/** Of the limits of which this process knows something. */
const statesOf = (allotments: Allotments, counted: readonly CountedLimit[], clock: Clock): LimitState[] =>
  counted.flatMap((limit) => allotments.stateOf(limit, clock()) ?? []).map((state) => toLimitState(state, clock));

function toLimitState({ limit, remaining, endsAt }: UseState, clock: Clock): LimitState {
  const { name, period } = limit;
  const isForever = endsAt === Infinity;
  return {
    name,
    limit: limit.limit,
    remaining,
    resetSeconds: isForever ? null : Math.max(0, Math.ceil((endsAt - clock()) / 1000)),
    windowSeconds: isForever ? null : secondsOf(period, endsAt),
  };
}

const DAY_SECONDS = 86_400;

function secondsOf(period: Period, endsAt: number): number {
  if (typeof period === "number") return period;
  // The day before the end of a month is its last one, whose number is its length.
  return period === "day" ? DAY_SECONDS : new Date(endsAt - 1).getUTCDate() * DAY_SECONDS;
}

function codeOf({ period }: CountedLimit): UseCode {
  if (period === "ever") return "expired";
  return typeof period === "number" ? "rate_limited" : "quota_exceeded";
}

/** Gives back each second what nobody uses, until there is nothing left. */
function returnIdleLater(): void {
  const own = uses();
  own.timer ??= setInterval(() => {
    void returnUses(false);
    if (own.allotments.isEmpty && own.timer) {
      clearInterval(own.timer);
      own.timer = null;
    }
  }, IDLE_MS).unref();
}

/** Gives back what this process took and did not let in. For its end, when nothing is let in any more. */
export function returnUses(all = true): Promise<void> {
  return uses().allotments.returnIdle(all);
}

/** Requests that cannot be given back are lost: they were counted, and are let in by nobody. Never rejects. */
async function giveBackOrLose(unused: readonly Unused[]): Promise<void> {
  try {
    await giveBackToCounter(unused);
  } catch (error) {
    if (isDatabaseAway(error))
      databaseOutage().failed(error, "requests that were counted ahead could not be given back");
    else
      log.warn(
        { message: (error as Error).message, counters: unused.length },
        "requests that were counted ahead are lost",
      );
  }
}
