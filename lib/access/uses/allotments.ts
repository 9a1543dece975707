import { LRUCache } from "lru-cache";
import type { CountedLimit } from "../limits/counted";
import type { Counter, Taken } from "./counter";

/** How many counters a process keeps requests of. */
const MAX_KEPT = 50_000;
/** How long requests that nobody makes are kept, and how long an empty counter is not asked again, in ms. */
export const IDLE_MS = 1_000;

/** How many counters one statement gives back to. */
const GIVEN_AT_ONCE = 500;

/** What this process has of one counter, in one period. */
interface Allotment {
  readonly limit: CountedLimit;
  readonly startsAt: number;
  readonly endsAt: number;
  /** How many requests it may still let in. */
  here: number;
  /** How many were left in the counter when it was last asked. */
  readonly left: number;
  /** When it last let one in, by `performance.now()`. */
  usedAt: number;
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

/** What a counter said. `again` if its next period began, or some came back, before it was asked why. */
type Answer = "taken" | "refused" | "again";

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
  /** The statement that is under way, by counter. */
  readonly #asking = new Map<string, Promise<unknown>>();

  constructor(counter: Counter) {
    this.#counter = counter;
    this.#kept = new LRUCache<string, Allotment>({
      max: MAX_KEPT,
      dispose: (allotment, _key, reason) => void (reason === "evict" && this.#sendBack(allotment)),
    });
  }

  /** Lets a request in from what is here. False if that is not enough. */
  takeHere(limit: CountedLimit, cost: number, clock: Clock): boolean {
    const kept = this.#current(limit, clock);
    if (kept === undefined || kept.here < cost) return false;
    kept.here -= cost;
    kept.usedAt = performance.now();
    return true;
  }

  /** Lets a request in, asking the counter where that is not enough. False if its period has less left. */
  async take(limit: CountedLimit, cost: number, clock: Clock): Promise<boolean> {
    for (;;) {
      if (this.takeHere(limit, cost, clock)) return true;
      if (this.#isRefused(limit, cost, clock)) return false;
      const underWay = this.#asking.get(limit.key);
      if (underWay) {
        await underWay;
        continue;
      }
      const answer = await this.#askAlone(limit, cost);
      if (answer !== "again") return answer === "taken";
    }
  }

  /** Takes back a request that was let in and then refused. */
  putBack(limit: CountedLimit, cost: number, clock: Clock): void {
    const kept = this.#current(limit, clock);
    if (kept) kept.here += cost;
  }

  /** Null if this process knows nothing of the limit's current period. */
  stateOf(limit: CountedLimit, clock: Clock): UseState | null {
    const kept = this.#current(limit, clock);
    return kept ? { limit, remaining: kept.here + kept.left, endsAt: kept.endsAt } : null;
  }

  /** Gives back what nobody used for a second, or all of it. */
  async returnIdle(all = false): Promise<void> {
    const now = performance.now();
    const idle = [...this.#kept.values()].filter(({ here, usedAt }) => here > 0 && (all || now - usedAt >= IDLE_MS));
    for (let at = 0; at < idle.length; at += GIVEN_AT_ONCE) await this.#sendBack(...idle.slice(at, at + GIVEN_AT_ONCE));
  }

  /** Whether nothing is left to give back. */
  get isEmpty(): boolean {
    return [...this.#kept.values()].every(({ here }) => here === 0);
  }

  #current(limit: CountedLimit, clock: Clock): Allotment | undefined {
    const kept = this.#kept.get(limit.key);
    // What was taken under another limit is not let in under this one.
    return kept !== undefined && kept.limit.limit === limit.limit && clock() < kept.endsAt ? kept : undefined;
  }

  #isRefused(limit: CountedLimit, cost: number, clock: Clock): boolean {
    const refused = this.#current(limit, clock)?.refused ?? null;
    return refused !== null && cost >= refused.cost && performance.now() < refused.until;
  }

  async #askAlone(limit: CountedLimit, cost: number): Promise<Answer> {
    const asking = this.#ask(limit, cost).finally(() => this.#asking.delete(limit.key));
    this.#asking.set(limit.key, asking);
    return asking;
  }

  async #ask(limit: CountedLimit, cost: number): Promise<Answer> {
    const before = this.#kept.get(limit.key);
    if (before && before.limit.limit !== limit.limit) await this.#sendBack(before);
    const taken = await this.#counter.take(limit, cost);
    if (taken !== null) {
      this.#keep(limit, taken, { here: taken.granted - cost, refused: null });
      return "taken";
    }
    const read = await this.#counter.read(limit);
    const refused = read.left < cost ? { cost, until: performance.now() + IDLE_MS } : null;
    this.#keep(limit, read, { here: 0, refused });
    return refused ? "refused" : "again";
  }

  #keep(
    limit: CountedLimit,
    { left, startsAt, endsAt }: Taken,
    { here, refused }: Pick<Allotment, "here" | "refused">,
  ): void {
    const before = this.#kept.get(limit.key);
    const kept = before?.startsAt === startsAt && before.endsAt === endsAt ? before.here : 0;
    this.#kept.set(limit.key, { limit, startsAt, endsAt, here: kept + here, left, usedAt: performance.now(), refused });
  }

  async #sendBack(...allotments: readonly Allotment[]): Promise<void> {
    const unused = allotments
      .filter(({ here }) => here > 0)
      .map(({ limit, startsAt, here }) => ({ limit, startsAt, count: here }));
    // First forgotten here: if the answer is lost, nobody lets them in twice.
    for (const allotment of allotments) allotment.here = 0;
    if (unused.length > 0) await this.#counter.giveBack(unused);
  }
}
