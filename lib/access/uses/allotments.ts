import { LRUCache } from "lru-cache";
import type { CountedLimit } from "../limits/counted";
import type { Counter, Taken, Unused } from "./counter";

/** How many counters a process keeps requests of. */
const MAX_KEPT = 50_000;
/** How long requests that nobody makes are kept, and how long an empty counter is not asked again, in ms. */
export const IDLE_MS = 1_000;

/** How many counters one statement gives back to. */
const GIVEN_AT_ONCE = 50;
/** How many requests of one process may wait for one counter: about two seconds. */
const MAX_WAITING = 1_000;

/** What this process has of one counter, in one period. Others only read it. */
export interface Allotment {
  readonly limit: CountedLimit;
  readonly startsAt: number;
  readonly endsAt: number;
  /** How many requests it may still let in. */
  here: number;
  /** How many were left in the counter when it was last asked. */
  readonly left: number;
  /** Whether it let one in since it was last looked at whether it is idle. */
  isUsed: boolean;
  /** The cost that was refused, and until when it is refused without asking; null if none was. */
  readonly refused: { readonly cost: number; readonly until: number } | null;
}

/** How much of a limit is left, as far as this process knows. */
export interface UseState {
  readonly limit: CountedLimit;
  readonly remaining: number;
  /** When its period ends, in epoch ms by the database's clock; Infinity for never. */
  readonly endsAt: number;
}

/** What is left of an allotment's limit. Less than there is, if another one has taken its place since. */
export const stateOf = ({ limit, here, left, endsAt }: Allotment): UseState => ({
  limit,
  remaining: here + left,
  endsAt,
});

/** The current time of the database, in epoch ms: never behind it. */
export type Clock = () => number;

/**
 * What this process may let in without asking: chunks of the counters in PostgreSQL
 * (docs/decisions/0071-exact-limits.md). A chunk ends with its period, and what nobody uses for a second goes back.
 * Of limits of a token's whole life only what was put back is here.
 */
export class Allotments {
  readonly #counter: Counter;
  readonly #kept: LRUCache<string, Allotment>;
  /** The requests that wait for a counter, by its id: each is asked for after the one before. */
  readonly #queues = new Map<string, { last: Promise<unknown>; length: number }>();

  constructor(counter: Counter) {
    this.#counter = counter;
    this.#kept = new LRUCache<string, Allotment>({
      max: MAX_KEPT,
      dispose: (allotment, _id, reason) => void (reason === "evict" && this.#sendBack(allotment)),
    });
  }

  /** Lets a request in from what is here. What it was taken from; null if that is not enough. */
  takeHere(limit: CountedLimit, cost: number, now: number): Allotment | null {
    const kept = this.#current(limit, now);
    if (kept === undefined || kept.here < cost) return null;
    kept.here -= cost;
    kept.isUsed = true;
    return kept;
  }

  /**
   * Lets a request in, asking the counter where that is not enough. What it was taken from; null if that has less left.
   * Rejects as with a database that is away if too many requests wait for the counter.
   */
  async take(limit: CountedLimit, cost: number, clock: Clock): Promise<Allotment | null> {
    const { id } = limit;
    const queue = this.#queues.get(id) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= MAX_WAITING) throw new TooManyWait();
    queue.length += 1;
    this.#queues.set(id, queue);
    const turn = queue.last.then(() => this.#takeInTurn(limit, cost, clock));
    queue.last = turn.catch(() => undefined); // the next one asks for itself
    try {
      return await turn;
    } finally {
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(id);
    }
  }

  /** Takes back a request that was let in and then refused. Where its period is over, that is no matter any more. */
  putBack(limit: CountedLimit, startsAt: number, cost: number): void {
    const kept = this.#kept.get(limit.id);
    if (kept && limit.period !== "ever") {
      if (kept.startsAt === startsAt) kept.here += cost;
    } else void this.#counter.giveBack([{ limit, startsAt, count: cost }]);
  }

  /** Null if this process knows nothing of the limit's current period. */
  stateOf(limit: CountedLimit, now: number): UseState | null {
    const kept = this.#current(limit, now);
    return kept ? stateOf(kept) : null;
  }

  /** Gives back what nobody used since the last call, or all of it. Call it every IDLE_MS. */
  async returnIdle(all = false): Promise<void> {
    const idle: Allotment[] = [];
    for (const allotment of this.#kept.values()) {
      if (allotment.here > 0 && (all || !allotment.isUsed)) idle.push(allotment);
      allotment.isUsed = false;
    }
    const unused = idle.map(takeOut);
    for (let at = 0; at < unused.length; at += GIVEN_AT_ONCE)
      await this.#counter.giveBack(unused.slice(at, at + GIVEN_AT_ONCE));
  }

  /** Whether nothing is left to give back. */
  get isEmpty(): boolean {
    return [...this.#kept.values()].every(({ here }) => here === 0);
  }

  #current(limit: CountedLimit, now: number): Allotment | undefined {
    const kept = this.#kept.get(limit.id);
    // What was taken under another limit is not let in under this one.
    return kept !== undefined && kept.limit.limit === limit.limit && now < kept.endsAt ? kept : undefined;
  }

  #isRefused(limit: CountedLimit, cost: number, now: number): boolean {
    const refused = this.#current(limit, now)?.refused ?? null;
    return refused !== null && cost >= refused.cost && performance.now() < refused.until;
  }

  async #takeInTurn(limit: CountedLimit, cost: number, clock: Clock): Promise<Allotment | null> {
    for (;;) {
      const here = this.takeHere(limit, cost, clock());
      if (here !== null) return here;
      if (this.#isRefused(limit, cost, clock())) return null;
      const before = this.#kept.get(limit.id);
      if (before && before.limit.limit !== limit.limit) await this.#sendBack(before);
      const taken = await this.#counter.take(limit, cost);
      if (taken !== null) return this.#keep(limit, taken, { here: taken.granted - cost, refused: null });
      const read = (await this.#counter.read([limit])).get(limit.id);
      if (!read) throw new Error("a limit has no counter");
      // Its next period may have begun, or some may have come back, since it refused.
      const refused = read.left < cost ? { cost, until: performance.now() + IDLE_MS } : null;
      this.#keep(limit, read, { here: 0, refused });
      if (refused) return null;
    }
  }

  #keep(
    limit: CountedLimit,
    { left, startsAt, endsAt }: Taken,
    { here, refused }: Pick<Allotment, "here" | "refused">,
  ): Allotment {
    const before = this.#kept.get(limit.id);
    const moved = before?.startsAt === startsAt && before.endsAt === endsAt ? takeOut(before).count : 0;
    const allotment = { limit, startsAt, endsAt, here: moved + here, left, isUsed: true, refused };
    this.#kept.set(limit.id, allotment);
    return allotment;
  }

  async #sendBack(allotment: Allotment): Promise<void> {
    const unused = takeOut(allotment);
    if (unused.count > 0) await this.#counter.giveBack([unused]);
  }
}

/** Insufficient resources, as PostgreSQL names it: a request that gets it is answered 503. */
class TooManyWait extends Error {
  readonly code = "53400";

  constructor() {
    super("too many requests wait for the counter of one limit");
  }
}

/** What is here, which is here no more: if the answer to giving it back is lost, nobody lets it in twice. */
function takeOut(allotment: Allotment): Unused {
  const { limit, startsAt, here } = allotment;
  allotment.here = 0;
  return { limit, startsAt, count: here };
}
