import type { KnownToken } from "./token-record";
import { AcknowledgementTracker } from "./acknowledgements";
import type { InvalidationFeed } from "./invalidation-feed";
import type { InvalidationSink } from "./invalidation-sink";
import { Lease, readClocks } from "./lease";
import { LocalSink } from "./local-sink";
import { RecordStore } from "./record-store";
import { isSpaceOf } from "./space-record";

interface Options {
  /** Makes what this cache hears of changes from. */
  readonly feed: (sink: InvalidationSink) => InvalidationFeed;
  /** The look-up in the database. */
  readonly find: (digest: Buffer) => Promise<KnownToken | null>;
}

/** The token cache of one process. Off until started, and whenever its lease does not hold. */
export class TokenCache {
  readonly acknowledgements = new AcknowledgementTracker();
  readonly feed: InvalidationFeed;
  readonly #store = new RecordStore();
  readonly #lease = new Lease();
  readonly #find: Options["find"];
  #started = false;
  #lookUps = 0;
  #hits = 0;

  constructor({ feed, find }: Options) {
    this.#find = find;
    const { acknowledgements } = this;
    this.feed = feed(new LocalSink({ store: this.#store, lease: this.#lease, acknowledgements }));
  }

  start(): void {
    this.#started = true;
    this.feed.start();
  }

  /** Takes this instance off the list of those that are waited for. */
  async stop(): Promise<void> {
    if (this.#started) await this.feed.stop();
  }

  /** What may be answered from memory at this moment; undefined means: ask the database. `key` is the digest in latin1. */
  find(key: string): KnownToken | undefined {
    if (!this.#started) return undefined;
    const moment = readClocks();
    this.feed.asked(moment.monotonic);
    if (!this.#lease.holds(moment)) return undefined;
    const record = this.#store.find(key);
    if (record === undefined) return undefined;
    this.#hits += 1;
    return { record, now: this.#lease.databaseClock(moment) };
  }

  /** Asks the database, and keeps the answer if nothing was taken back meanwhile. Null for an unknown token, never kept. */
  async lookUp(key: string): Promise<KnownToken | null> {
    this.#lookUps += 1;
    const { generation } = this.#store;
    const mayKeep = this.#mayAnswer();
    const known = await this.#find(Buffer.from(key, "latin1"));
    if (known !== null && mayKeep && this.#mayAnswer()) this.#store.fill(key, known.record, generation);
    return known;
  }

  /**
   * Whether the space is one of the organization's: at once where that is remembered, else by one look-up. Only what
   * exists is remembered, so that a new space counts at once; the deletion of a space takes it back. Rejects when the
   * database is away.
   */
  isSpaceOf(organizationId: string, spaceId: string): boolean | Promise<boolean> {
    if (this.#mayAnswer() && this.#store.hasSpace(organizationId, spaceId)) return true;
    return this.#lookUpSpace(organizationId, spaceId);
  }

  async #lookUpSpace(organizationId: string, spaceId: string): Promise<boolean> {
    const { generation } = this.#store;
    const mayKeep = this.#mayAnswer();
    const exists = await isSpaceOf(organizationId, spaceId);
    if (exists && mayKeep && this.#mayAnswer()) this.#store.fillSpace(organizationId, spaceId, generation);
    return exists;
  }

  #mayAnswer(): boolean {
    return this.#started && this.#lease.holds(readClocks());
  }

  /** Moves whenever this process hears that something was taken back; it never moves while it is not listening. */
  get changes(): number {
    return this.#store.generation;
  }

  /** How often the database was asked since the process started. */
  get lookUps(): number {
    return this.#lookUps;
  }

  /** How many checks were answered from memory since the process started. */
  get hits(): number {
    return this.#hits;
  }

  /** Whether it may answer now, and how much it holds: for metrics and tests. */
  get state(): { holds: boolean; size: number } {
    return { holds: this.#lease.holds(readClocks()), size: this.#store.size };
  }
}
