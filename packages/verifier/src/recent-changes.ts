import type { Change } from "./changes.js";

/** How many changes are told apart. With more, all tokens count as changed. */
const MAX_KEPT = 10_000;

/** Whom a change may concern. */
export interface Concerned {
  readonly id: string;
  readonly subject: string | null;
}

/** When the feed last told of a change of something, by `performance.now()`, for as long as a question can take. */
export class RecentChanges {
  readonly #keptMs: number;
  /** Until the feed has begun, anything may have changed. */
  #all = Infinity;
  /** Two generations: what was noted stays for `#keptMs` at least, and for twice as long at most. */
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  #turnedAt = 0;

  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  note(change: Change, at: number): void {
    if (change.kind === "all") this.#noteAll(at);
    else if (change.kind === "subject") this.#noteOne(subjectKey(change.subject), at);
    else for (const id of change.tokens) this.#noteOne(tokenKey(id), at);
  }

  /** Whether something was noted about a token after `since`. */
  concerns({ id, subject }: Concerned, since: number): boolean {
    return (
      this.#all > since ||
      this.#lastOf(tokenKey(id)) > since ||
      (subject !== null && this.#lastOf(subjectKey(subject)) > since)
    );
  }

  #noteAll(at: number): void {
    this.#all = at;
    this.#young.clear();
    this.#old.clear();
  }

  #noteOne(key: string, at: number): void {
    if (at - this.#turnedAt > this.#keptMs) this.#turn(at);
    if (this.#young.size >= MAX_KEPT) this.#noteAll(at);
    this.#young.set(key, at);
  }

  #turn(at: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#turnedAt = at;
  }

  #lastOf(key: string): number {
    return this.#young.get(key) ?? this.#old.get(key) ?? -Infinity;
  }
}

const tokenKey = (id: string): string => `t${id}`;
const subjectKey = (subject: string): string => `s${subject}`;
