import { LEASE_MS } from "../lease";
import type { FeedEvent, ToWorker } from "./messages";

/**
 * How long a worker may leave a batch unapplied before it is sent nothing more, in ms: a stopped one would fill our
 * memory.
 */
const MAX_LAG_MS = 10_000;
/** By how much a timer may be early, in ms. */
const TIMER_SLACK_MS = 5;

interface Wait {
  /** The number of the batch. */
  readonly until: number;
  end(): void;
}

/**
 * One worker, seen from the primary: what it is sent, in order, and what it has applied. Events of one turn of the
 * event loop travel in one message.
 */
export class Subscriber {
  readonly #send: (message: ToWorker) => void;
  #outbox: FeedEvent[] = [];
  /** Batches that were sent and not applied yet, the oldest first. Times in ms. */
  #unapplied: { readonly number: number; readonly sentAt: number }[] = [];
  #sent = 0;
  #applied = 0;
  #isGone = false;
  /** When the worker's lease is over by the beats that it has been sent; on this process's monotonic clock, in ms. */
  #leaseEndsAt = Number.NEGATIVE_INFINITY;
  /**
   * The batch that tells a worker that lags behind that its lease is over; it gets nothing more until it has applied
   * that.
   */
  #cutOffAt: number | null = null;
  readonly #waits = new Set<Wait>();
  readonly #onCaughtUp: () => void;

  /**
   * `onCaughtUp` is called when a worker that was cut off may be sent events again: it has missed some, and remembers
   * nothing.
   */
  constructor(send: (message: ToWorker) => void, onCaughtUp: () => void) {
    this.#send = send;
    this.#onCaughtUp = onCaughtUp;
  }

  push(event: FeedEvent): void {
    if (this.#cutOffAt !== null) return;
    if (this.#outbox.push(event) === 1) queueMicrotask(() => this.#flush());
  }

  /** Sends a beat. `sentAt` is when the primary sent it, on the primary's monotonic clock in ms. */
  pushBeat(event: FeedEvent, sentAt: number): void {
    if (this.#cutOffAt !== null) return;
    this.#leaseEndsAt = Math.max(this.#leaseEndsAt, sentAt + LEASE_MS);
    this.push(event);
  }

  /**
   * Resolves when the worker has applied all that was pushed so far, has ended, or may no longer answer from memory.
   */
  settled(): Promise<void> {
    const until = this.#cutOffAt ?? (this.#outbox.length > 0 ? this.#sent + 1 : this.#sent);
    const left = this.#leaseEndsAt - performance.now();
    if (this.#isGone || this.#applied >= until || left <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => wait.end(), left + TIMER_SLACK_MS);
      const wait = {
        until,
        end: () => {
          clearTimeout(timer);
          this.#waits.delete(wait);
          resolve();
        },
      };
      this.#waits.add(wait);
    });
  }

  /** The worker has applied all batches up to `number`. */
  applied(number: number): void {
    this.#applied = number;
    while ((this.#unapplied[0]?.number ?? Infinity) <= number) this.#unapplied.shift();
    for (const wait of this.#waits) if (wait.until <= number) wait.end();
    if (this.#cutOffAt === null || number < this.#cutOffAt) return;
    this.#cutOffAt = null;
    this.#onCaughtUp();
  }

  /** The worker has ended, or answers nothing from memory any more. */
  gone(): void {
    this.#isGone = true;
    for (const wait of this.#waits) wait.end();
  }

  #flush(): void {
    const events = this.#outbox;
    this.#outbox = [];
    if (this.#isGone) return;
    const now = performance.now();
    const lagging = now - (this.#unapplied[0]?.sentAt ?? now) > MAX_LAG_MS;
    const number = (this.#sent += 1);
    if (lagging) this.#cutOffAt = number;
    this.#unapplied.push({ number, sentAt: now });
    this.#send({ kind: "feed", number, events: lagging ? [{ kind: "end" }] : events });
  }
}
