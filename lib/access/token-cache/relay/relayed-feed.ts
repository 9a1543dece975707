import { randomUUID } from "node:crypto";
import { log } from "../../../platform/log";
import type { InvalidationFeed } from "../invalidation-feed";
import type { InvalidationSink } from "../invalidation-sink";
import type { ClockReading } from "../lease";
import { changeIdOf } from "./change-id";
import type { FeedEvent, ToPrimary, ToWorker } from "./messages";
import { PeerClock } from "./peer-clock";

/** How often the primary hears that tokens are checked, at most; in ms. Its beats pause after 10 s without. */
const ASKED_EVERY_MS = 2_000;

/**
 * A worker's source of invalidations: the listener in its primary. Its lease counts from when the primary sent the
 * beat, so a message that comes late never makes an old lease look fresh.
 */
export class RelayedFeed implements InvalidationFeed {
  readonly #sink: InvalidationSink;
  readonly #send: (message: ToPrimary) => void;
  readonly #primaryClock = new PeerClock();
  /** Its own until the primary's is known. */
  #instanceId: string = randomUUID();
  #worker = 0;
  #connected = false;
  #isClosed = false;
  #applied = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(sink: InvalidationSink, send: (message: ToPrimary) => void) {
    this.#sink = sink;
    this.#send = send;
  }

  get instanceId(): string {
    return this.#instanceId;
  }

  get connected(): boolean {
    return this.#connected;
  }

  newChangeId(): string {
    return changeIdOf(this.#worker);
  }

  start(): void {
    this.#askClock(); // answered before the first event
    this.#send({ kind: "open-feed" });
  }

  asked(now: number): void {
    if (now - this.#toldAt < ASKED_EVERY_MS || this.#isClosed) return;
    this.#toldAt = now;
    this.#send({ kind: "feed-asked" });
    this.#askClock(); // a quick answer makes up for a slow one at the start
  }

  #askClock(): void {
    this.#send({ kind: "ask-clock", asked: performance.now() });
  }

  stop(): Promise<void> {
    this.close();
    this.#send({ kind: "close-feed" });
    return Promise.resolve();
  }

  /** Ends the lease for good: the channel to the primary is closed, or this process ends. */
  close(): void {
    this.#isClosed = true;
    this.#connected = false;
    void this.#sink.end();
  }

  /** A message of the primary's; they must come in the order in which it sent them. */
  receive(message: ToWorker): void {
    if (this.#isClosed) return;
    switch (message.kind) {
      case "feed-opened":
        this.#instanceId = message.instanceId;
        this.#worker = message.worker;
        return;
      case "clock":
        return this.#primaryClock.answered(message, performance.now());
      case "feed":
        if (message.number === this.#applied + 1) void this.#apply(message);
        else this.#giveUp();
    }
  }

  async #apply({ number, events }: Extract<ToWorker, { kind: "feed" }>): Promise<void> {
    this.#applied = number;
    await Promise.all(events.map((event) => this.#handle(event)));
    this.#send({ kind: "feed-applied", number });
  }

  // Asynchronous for what a sink may have to wait for; the events take effect in their order.
  async #handle(event: FeedEvent): Promise<void> {
    const clock = this.#primaryClock;
    switch (event.kind) {
      case "begin":
        this.#connected = true;
        return this.#sink.begin();
      case "beat":
        return this.#sink.beatReturned(this.#momentOf(event.sentAt), event.databaseClock);
      case "registered":
        return this.#sink.registered(clock.notTooLate(event.until), clock.notTooEarly(event.at));
      case "forget":
        return this.#sink.forget(event.change);
      case "acknowledged":
        return this.#sink.acknowledged(event.changeId, event.instanceId);
      case "end":
        this.#connected = false;
        return this.#sink.end();
    }
  }

  /** A moment of the primary's by this process's clocks: never too late, so that no lease looks fresher than it is. */
  #momentOf({ monotonic, wall }: ClockReading): ClockReading {
    return { monotonic: this.#primaryClock.notTooLate(monotonic), wall };
  }

  /** A message is missing: a primary of another version sent one that cannot be read. A change may have been in it. */
  #giveUp(): void {
    this.close();
    this.#send({ kind: "close-feed" });
    log.error(
      "the token cache of this worker is off until the gateway is restarted: a message of the primary's is missing",
    );
  }
}
