import { LRUCache } from "lru-cache";
import { START, type ChainPosition } from "./chain-position";
import type { Invalidation } from "./invalidation-message";

/** How many changes, and named tokens, of an organization are kept. Who lags behind by more is told to begin anew. */
const MAX_CHANGES = 500;
const MAX_TOKENS = 1_000;
/** How many places of the chain are known at a time, besides those of changes. */
const MAX_PLACES = 500;

export interface LoggedChange {
  readonly position: ChainPosition;
  readonly change: Invalidation;
}

/** The changes of one organization since some place of its audit chain, in their order. */
export class ChangeLog {
  #from = START;
  #last = START;
  #tokens = 0;
  #changes: LoggedChange[] = [];
  #isOpen = true;
  /** The marks of events of this chain, by their sequence. What led there may not have been heard yet. */
  readonly #marks = new LRUCache<number, string>({ max: MAX_CHANGES + MAX_PLACES });
  readonly #waiting = new Set<() => void>();

  /** Everything up to here was heard. */
  get last(): ChainPosition {
    return this.#last;
  }

  /** Whether it still hears of changes. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Everything up to the head is older than the log. What was heard before is in it already, and may be so much that
   * the log begins after the head.
   */
  begin(head: ChainPosition): void {
    this.#changes = this.#changes.filter(({ position }) => position.sequence > head.sequence);
    this.#tokens = this.#changes.reduce((sum, { change }) => sum + tokensIn(change), 0);
    if (head.sequence > this.#from.sequence) this.#from = head;
    this.#last = this.#changes.at(-1)?.position ?? head;
    this.confirm(head);
  }

  record(change: Invalidation, position: ChainPosition): void {
    this.#changes.push({ position, change });
    if (position.sequence > this.#last.sequence) this.#last = position;
    this.#tokens += tokensIn(change);
    this.confirm(position);
    while (this.#changes.length > MAX_CHANGES || this.#tokens > MAX_TOKENS) this.#forgetOldest();
    this.#wake();
  }

  /** The changes after a place of this chain; null if the log does not reach back so far. */
  after({ sequence }: ChainPosition): readonly LoggedChange[] | null {
    if (sequence < this.#from.sequence) return null;
    if (sequence >= this.#last.sequence) return [];
    return this.#changes.filter(({ position }) => position.sequence > sequence);
  }

  /** Whether the place is known to be one of this chain. */
  knows({ sequence, mark }: ChainPosition): boolean {
    return this.#marks.get(sequence) === mark;
  }

  /** The place is one of this chain, that of a change or of another event. */
  confirm({ sequence, mark }: ChainPosition): void {
    this.#marks.set(sequence, mark);
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
    this.#from = oldest.position;
    this.#tokens -= tokensIn(oldest.change);
  }
}

const tokensIn = ({ tokenIds = [] }: Invalidation): number => tokenIds.length;
