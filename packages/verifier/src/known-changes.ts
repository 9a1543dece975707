import { parseChanges, type Change } from "./changes.js";
import { Freshness } from "./freshness.js";
import type { Instant } from "./instant.js";
import { RecentChanges } from "./recent-changes.js";

/**
 * For how long after a change an instance of Latchkey may still answer from its own cache as before, with a margin, in
 * ms. That is 1.1 s (Latchkey's ADR 0016).
 */
export const SETTLING_MS = 1_500;

/** A poll of the feed, before it is answered. */
export interface Poll {
  /** The cursor that it was sent with; null for the first one. */
  readonly since: string | null;
  readonly sent: Instant;
}

interface Options {
  readonly maxStaleMs: number;
  /** How long a question can take. */
  readonly timeoutMs: number;
  /** Forgets what a change concerns. */
  readonly forget: (change: Change) => void;
}

/** What the feed has told, and up to when it has told everything. */
export class KnownChanges {
  readonly #options: Options;
  readonly freshness: Freshness;
  readonly recent: RecentChanges;
  cursor: string | null = null;
  /** The number of times that something has changed. */
  version = 0;
  organization: string | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.freshness = new Freshness(options.maxStaleMs);
    this.recent = new RecentChanges(options.timeoutMs + SETTLING_MS);
  }

  get isFresh(): boolean {
    return this.freshness.holds(performance.now(), Date.now());
  }

  hear(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.version += 1;
    const at = performance.now();
    for (const change of changes) {
      this.#options.forget(change);
      this.recent.note(change, at);
    }
  }

  /**
   * Takes the answer of a poll; false if it is none. Polls may be answered out of order. Each answer has all changes
   * after its own cursor, and those up to there were heard before the cursor was taken. So each one proves what it
   * says, but only one that was sent with the current cursor moves it.
   */
  take({ since, sent }: Poll, body: unknown): boolean {
    const answer = parseChanges(body);
    if (answer === null) return false;
    this.hear(answer.changes);
    if (since === this.cursor) this.cursor = answer.nextCursor;
    this.organization ??= answer.organization;
    this.freshness.prove(sent, answer.ageMs);
    return true;
  }
}
