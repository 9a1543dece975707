import type { InvalidationSink } from "../invalidation-sink";
import type { HeardInvalidation } from "../invalidation-message";
import type { ClockReading } from "../lease";
import { workerOf } from "./change-id";
import type { FeedEvent, ToWorker } from "./messages";
import { Subscriber } from "./subscriber";

/**
 * Passes on what the machine's one listener hears to the workers, each over a channel that keeps the order. A change
 * counts as dropped when no worker can answer by it any more. docs/decisions/0037 has the proof.
 */
export class Relay implements InvalidationSink {
  readonly #subscribers = new Map<number, Subscriber>();
  #isListening = false;
  #registered: FeedEvent | null = null;

  /** Answers a worker that compares its clock with this process's. */
  tellClock(asked: number, reply: (message: ToWorker) => void): void {
    reply({ kind: "clock", asked, read: performance.now() });
  }

  /** Adds a worker. `send` must keep the order, and may lose a message only together with all that follow. */
  open(worker: number, instanceId: string, send: (message: ToWorker) => void): void {
    const subscriber = new Subscriber(send, () => this.#tellState(subscriber));
    this.#subscribers.set(worker, subscriber);
    send({ kind: "feed-opened", instanceId, worker });
    this.#tellState(subscriber);
  }

  applied(worker: number, number: number): void {
    this.#subscribers.get(worker)?.applied(number);
  }

  /** The worker has ended, or answers nothing from memory any more. */
  close(worker: number): void {
    this.#subscribers.get(worker)?.gone();
    this.#subscribers.delete(worker);
  }

  begin(): void {
    this.#isListening = true;
    this.#tellAll({ kind: "begin" });
  }

  beatReturned(sentAt: ClockReading, databaseClock: number): void {
    const event = { kind: "beat", sentAt, databaseClock } as const;
    for (const subscriber of this.#subscribers.values()) subscriber.pushBeat(event, sentAt.monotonic);
  }

  registered(until: number, at: number): void {
    this.#registered = { kind: "registered", until, at };
    this.#tellAll(this.#registered);
  }

  async forget(change: HeardInvalidation | null): Promise<void> {
    const isNothing = change?.tokenIds?.length === 0; // asks only whether everything before it has been dropped
    if (!isNothing) this.#tellAll({ kind: "forget", change });
    await this.#settled();
  }

  acknowledged(changeId: string, instanceId: string): void {
    this.#subscribers.get(workerOf(changeId))?.push({ kind: "acknowledged", changeId, instanceId });
  }

  async end(): Promise<void> {
    this.#isListening = false;
    this.#registered = null;
    this.#tellAll({ kind: "end" });
    await this.#settled();
  }

  /** What a worker needs to know that joins later, or has missed something. */
  #tellState(subscriber: Subscriber): void {
    if (this.#isListening) subscriber.push({ kind: "begin" });
    if (this.#registered) subscriber.push(this.#registered);
  }

  #tellAll(event: FeedEvent): void {
    for (const subscriber of this.#subscribers.values()) subscriber.push(event);
  }

  async #settled(): Promise<void> {
    await Promise.all([...this.#subscribers.values()].map((subscriber) => subscriber.settled()));
  }
}
