import { findRecords, type KnownToken } from "./token-record";
import { AcknowledgementTracker } from "./acknowledgements";
import type { ChainPosition } from "./chain-position";
import { ChangeLogs } from "./change-logs";
import type { ChangeLog } from "./change-log";
import type { InvalidationFeed } from "./invalidation-feed";
import type { InvalidationSink } from "./invalidation-sink";
import { Lease, readClocks } from "./lease";
import { LocalSink } from "./local-sink";
import { RecordStore } from "./record-store";
import { findSpacesOf } from "./space-record";

interface Options {
  /** Creates the source of invalidations for this cache. */
  readonly feed: (sink: InvalidationSink) => InvalidationFeed;
  /** Looks a token up in the database. */
  readonly find: (digest: Buffer) => Promise<KnownToken | null>;
}

/** The token cache of one process. Off until it is started, and while it has no lease. */
export class TokenCache {
  readonly acknowledgements = new AcknowledgementTracker();
  readonly feed: InvalidationFeed;
  readonly #store = new RecordStore();
  readonly #logs = new ChangeLogs();
  readonly #lease = new Lease();
  readonly #find: Options["find"];
  #started = false;
  #lookUps = 0;
  #hits = 0;

  constructor({ feed, find }: Options) {
    this.#find = find;
    const { acknowledgements } = this;
    const [store, logs, lease] = [this.#store, this.#logs, this.#lease];
    this.feed = feed(new LocalSink({ store, logs, lease, acknowledgements }));
  }

  start(): void {
    this.#started = true;
    this.feed.start();
  }

  /** Removes this instance from the list that revocations wait for. */
  async stop(): Promise<void> {
    if (this.#started) await this.feed.stop();
  }

  /** The cached record, if it may be used now; undefined means a look-up is needed. `key` is the digest in latin1. */
  find(key: string): KnownToken | undefined {
    if (!this.#started) return undefined;
    const moment = readClocks();
    this.feed.asked(moment.monotonic);
    if (!this.#lease.holds(moment)) return undefined;
    const record = this.#store.find(key);
    if (record === undefined) return undefined;
    this.#hits += 1;
    return { record, now: this.#lease.databaseClock(moment), at: moment.monotonic };
  }

  /**
   * Looks a token up in the database, and caches it unless there was an invalidation during the look-up. Null for an
   * unknown token, which is never cached.
   */
  async lookUp(key: string): Promise<KnownToken | null> {
    this.#lookUps += 1;
    const { generation } = this.#store;
    const mayKeep = this.#mayAnswer();
    const known = await this.#find(Buffer.from(key, "latin1"));
    if (known !== null && mayKeep && this.#mayAnswer()) this.#store.fill(key, known.record, generation);
    return known;
  }

  /** Like `lookUp`, for many tokens in one statement. Unknown ones are missing in the result. */
  async lookUpAll(keys: readonly string[]): Promise<ReadonlyMap<string, KnownToken>> {
    this.#lookUps += keys.length;
    const { generation } = this.#store;
    const mayKeep = this.#mayAnswer();
    const found = await findRecords(keys.map((key) => Buffer.from(key, "latin1")));
    if (mayKeep && this.#mayAnswer()) for (const [key, { record }] of found) this.#store.fill(key, record, generation);
    return found;
  }

  /**
   * Whether the space belongs to the organization: from the cache, or else by one look-up. Only existing spaces are
   * cached, so a new space works at once. Deleting a space invalidates it. Rejects if the database is unavailable.
   */
  isSpaceOf(organizationId: string, spaceId: string): boolean | Promise<boolean> {
    if (this.#mayAnswer() && this.#store.hasSpace(organizationId, spaceId)) return true;
    return this.#lookUpSpaces(organizationId, [spaceId]).then((found) => found.length > 0);
  }

  /** Those spaces that belong to the organization. Like `isSpaceOf`, with at most one statement. */
  spacesOf(organizationId: string, spaceIds: readonly string[]): ReadonlySet<string> | Promise<ReadonlySet<string>> {
    const mayAnswer = this.#mayAnswer();
    const known = spaceIds.filter((id) => mayAnswer && this.#store.hasSpace(organizationId, id));
    if (known.length === spaceIds.length) return new Set(known);
    const missing = spaceIds.filter((id) => !known.includes(id));
    return this.#lookUpSpaces(organizationId, missing).then((found) => new Set([...known, ...found]));
  }

  async #lookUpSpaces(organizationId: string, spaceIds: readonly string[]): Promise<string[]> {
    const { generation } = this.#store;
    const mayKeep = this.#mayAnswer();
    const found = await findSpacesOf(organizationId, spaceIds);
    if (mayKeep && this.#mayAnswer()) for (const id of found) this.#store.fillSpace(organizationId, id, generation);
    return found;
  }

  /**
   * What was heard of an organization, or null while this process does not listen. `readHead` reads the end of
   * its audit chain. The log may lack what was committed since `heardUntil`.
   */
  changesOf(
    organizationId: string,
    readHead: () => Promise<ChainPosition>,
  ): ChangeLog | null | Promise<ChangeLog | null> {
    return this.heardUntil === null ? null : this.#logs.of(organizationId, readHead);
  }

  /** The log of an organization, if there is one: it hears of changes, but may lack the latest. */
  openLogOf(organizationId: string): ChangeLog | undefined {
    return this.#logs.peek(organizationId);
  }

  /** Everything committed before has been heard; by `performance.now()`. Null without a lease. */
  get heardUntil(): number | null {
    if (!this.#started) return null;
    const moment = readClocks();
    this.feed.asked(moment.monotonic);
    return this.#lease.holds(moment) ? moment.monotonic - this.#lease.age(moment) : null;
  }

  #mayAnswer(): boolean {
    return this.#started && this.#lease.holds(readClocks());
  }

  /**
   * Increments with every invalidation that this process receives. It never changes while the process is not listening.
   */
  get changes(): number {
    return this.#store.generation;
  }

  /** The number of look-ups since the process started. */
  get lookUps(): number {
    return this.#lookUps;
  }

  /** The number of checks answered from memory since the process started. */
  get hits(): number {
    return this.#hits;
  }

  /** Whether the cache is on, and its size. For metrics and tests. */
  get state(): { holds: boolean; size: number } {
    return { holds: this.#lease.holds(readClocks()), size: this.#store.size };
  }
}
