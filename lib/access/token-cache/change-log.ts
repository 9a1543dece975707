import type { Invalidation } from "./invalidation-message";

/** How many changes, and named tokens, of an organization are kept. Who lags behind by more is told to begin anew. */
const MAX_CHANGES = 500;
const MAX_TOKENS = 1_000;

export interface LoggedChange {
  readonly sequence: number;
  readonly change: Invalidation;
}

/** The changes of one organization since some sequence of its audit chain, in their order. */
export class ChangeLog {
  #from = 0;
  #last = 0;
  /** The highest sequence that the chain is known to have reached. What led there may not have been heard yet. */
  #reached = 0;
  #tokens = 0;
  #changes: LoggedChange[] = [];
  #isOpen = true;
  readonly #waiting = new Set<() => void>();

  /** All changes after this sequence are in the log. */
  get from(): number {
    return this.#from;
  }

  /** Everything up to this sequence was heard. */
  get last(): number {
    return this.#last;
  }

  /** Whether it still hears of changes. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get reached(): number {
    return Math.max(this.#reached, this.#last);
  }

  /** Everything up to this sequence is older than the log; what was heard before is in `head` already. */
  begin(head: number): void {
    this.#changes = this.#changes.filter(({ sequence }) => sequence > head);
    this.#tokens = this.#changes.reduce((sum, { change }) => sum + tokensIn(change), 0);
    this.#from = head;
    this.#last = this.#changes.at(-1)?.sequence ?? head;
  }

  record(change: Invalidation, sequence: number): void {
    this.#changes.push({ sequence, change });
    this.#last = Math.max(this.#last, sequence);
    this.#tokens += tokensIn(change);
    while (this.#changes.length > MAX_CHANGES || this.#tokens > MAX_TOKENS) this.#forgetOldest();
    this.#wake();
  }

  /** The changes after a sequence; null if the log does not reach back so far. */
  after(sequence: number): readonly LoggedChange[] | null {
    if (sequence < this.#from) return null;
    if (sequence >= this.#last) return [];
    return this.#changes.filter((each) => each.sequence > sequence);
  }

  /** The chain has reached this sequence, by events that invalidate nothing or are not heard yet. */
  reach(head: number): void {
    this.#reached = head;
  }

  /** Calls `wake` at the next change, or when the log ends. Returns a function that ends that. */
  onChange(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }

  end(): void {
    this.#isOpen = false;
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #forgetOldest(): void {
    const oldest = this.#changes.shift();
    if (oldest === undefined) return;
    this.#from = oldest.sequence;
    this.#tokens -= tokensIn(oldest.change);
  }
}

const tokensIn = ({ tokenIds = [] }: Invalidation): number => tokenIds.length;
