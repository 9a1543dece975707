import { LRUCache } from "lru-cache";
import type { TokenRecord } from "./token-record";
import type { Invalidation } from "./invalidation-message";

/** The maximum number of records per process; about 500 bytes each. */
const MAX_RECORDS = 100_000;
/** The maximum number of cached spaces per process. */
const MAX_SPACES = 10_000;

/**
 * Records by the digest of their secret. Whether it may be used depends on the lease. Every invalidation increments the
 * generation, so that a look-up that began before an invalidation cannot store its result after it.
 */
export class RecordStore {
  #generation = 0;
  readonly #entries: LRUCache<string, TokenRecord>;
  readonly #keysOfToken = new Map<string, Set<string>>();
  /** The organization of a space, by the space's id. */
  readonly #spaces = new LRUCache<string, string>({ max: MAX_SPACES });

  constructor(max = MAX_RECORDS) {
    this.#entries = new LRUCache<string, TokenRecord>({
      max,
      dispose: (record, key) => this.#unindex(record.tokenId, key),
    });
  }

  get generation(): number {
    return this.#generation;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string): TokenRecord | undefined {
    return this.#entries.get(key);
  }

  /** Stores a record, unless there was an invalidation since `generation` was read. */
  fill(key: string, record: TokenRecord, generation: number): boolean {
    if (generation !== this.#generation) return false;
    this.#entries.set(key, record);
    const keys = this.#keysOfToken.get(record.tokenId);
    if (keys) keys.add(key);
    else this.#keysOfToken.set(record.tokenId, new Set([key]));
    return true;
  }

  /** Whether the space is known to belong to the organization. */
  hasSpace(organizationId: string, spaceId: string): boolean {
    return this.#spaces.get(spaceId) === organizationId;
  }

  /** Stores a space of an organization, unless there was an invalidation since `generation` was read. */
  fillSpace(organizationId: string, spaceId: string, generation: number): void {
    if (generation === this.#generation) this.#spaces.set(spaceId, organizationId);
  }

  /** Drops what a change invalidates. */
  forget(change: Invalidation): void {
    this.#generation += 1;
    if (change.tokenIds === undefined) return this.#forgetOrganization(change.organizationId);
    for (const tokenId of change.tokenIds) {
      for (const key of [...(this.#keysOfToken.get(tokenId) ?? [])]) this.#entries.delete(key);
    }
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    this.#keysOfToken.clear();
    this.#spaces.clear();
  }

  #forgetOrganization(organizationId: string): void {
    for (const [key, record] of [...this.#entries.entries()]) {
      if (record.organizationId === organizationId) this.#entries.delete(key);
    }
    for (const [spaceId, owner] of [...this.#spaces.entries()]) {
      if (owner === organizationId) this.#spaces.delete(spaceId);
    }
  }

  #unindex(tokenId: string, key: string): void {
    const keys = this.#keysOfToken.get(tokenId);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysOfToken.delete(tokenId);
  }
}
