import { LRUCache } from "lru-cache";
import type { TokenRecord } from "./token-record";
import type { Invalidation } from "./invalidation-message";

/** The maximum number of records per process, in units of RECORD_BYTES. */
const MAX_RECORDS = 100_000;
/** About what a record without scopes occupies. */
const RECORD_BYTES = 500;
/** About what one scope in a record occupies, beside its name. */
const SCOPE_BYTES = 60;
/** For an API that is named, besides its identifier. */
const NAMED_BYTES = 150;
/** For a network in its limits. */
const NETWORK_BYTES = 200;
/** For a limit that counts its requests, beside the name of its counter. */
const COUNTED_BYTES = 150;
/** The maximum number of cached spaces per process. */
const MAX_SPACES = 10_000;
/** How many changed APIs are remembered. One more drops all records. */
const MAX_CHANGED_APIS = 1_000;

interface StoredRecord {
  readonly record: TokenRecord;
  /** The number of changes of APIs up to which the record is known to be current. */
  current: number;
}

/**
 * Records by the digest of their secret. Whether it may be used depends on the lease. Every invalidation increments the
 * generation, so that a look-up that began before an invalidation cannot store its result after it.
 *
 * A change of an API is only noted, however many records have its scopes: a record is compared with the noted changes
 * when it is next found (docs/decisions/0061-grants-reference-scopes.md).
 */
export class RecordStore {
  #generation = 0;
  readonly #entries: LRUCache<string, StoredRecord>;
  readonly #keysOfToken = new Map<string, Set<string>>();
  #apiChanges = 0;
  /** The number of an API's last change, by its id. */
  readonly #changedApis = new Map<string, number>();
  /** The organization of a space, by the space's id. */
  readonly #spaces = new LRUCache<string, string>({ max: MAX_SPACES });

  constructor(max = MAX_RECORDS) {
    this.#entries = new LRUCache<string, StoredRecord>({
      max,
      maxSize: max,
      sizeCalculation: ({ record }) => unitsOf(record),
      dispose: ({ record }, key) => this.#unindex(record.tokenId, key),
    });
  }

  get generation(): number {
    return this.#generation;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(key: string): TokenRecord | undefined {
    const stored = this.#entries.get(key);
    if (stored === undefined) return undefined;
    return stored.current === this.#apiChanges || this.#isCurrent(key, stored) ? stored.record : undefined;
  }

  /** Compares a record with the changes of APIs since it was last compared, and drops it if one of its APIs changed. */
  #isCurrent(key: string, stored: StoredRecord): boolean {
    const { grants, issues, verifies } = stored.record;
    const apis = issues === null && verifies === null ? grants : [...grants, ...(issues ?? []), ...(verifies ?? [])];
    const changed = apis.some(({ apiId }) => (this.#changedApis.get(apiId) ?? 0) > stored.current);
    if (changed) this.#entries.delete(key);
    else stored.current = this.#apiChanges;
    return !changed;
  }

  /** Stores a record, unless there was an invalidation since `generation` was read. */
  fill(key: string, record: TokenRecord, generation: number): boolean {
    if (generation !== this.#generation) return false;
    this.#entries.set(key, { record, current: this.#apiChanges });
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
    const { organizationId, tokenIds, apiIds, subject } = change;
    if (subject !== undefined) return this.#forgetSubject(organizationId, subject);
    if (tokenIds === undefined && apiIds === undefined) return this.#forgetOrganization(organizationId);
    this.#forgetApis(apiIds ?? []);
    for (const tokenId of tokenIds ?? []) {
      for (const key of [...(this.#keysOfToken.get(tokenId) ?? [])]) this.#entries.delete(key);
    }
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    this.#keysOfToken.clear();
    this.#spaces.clear();
    this.#changedApis.clear();
  }

  /** Drops the records with scopes of these APIs, each when it is next found. */
  #forgetApis(apiIds: readonly string[]): void {
    if (apiIds.length === 0) return;
    if (this.#changedApis.size + apiIds.length > MAX_CHANGED_APIS) this.clear();
    this.#apiChanges += 1;
    for (const apiId of apiIds) this.#changedApis.set(apiId, this.#apiChanges);
  }

  #forgetSubject(organizationId: string, subject: string): void {
    for (const [key, { record }] of [...this.#entries.entries()]) {
      if (record.organizationId === organizationId && record.subject === subject) this.#entries.delete(key);
    }
  }

  #forgetOrganization(organizationId: string): void {
    for (const [key, { record }] of [...this.#entries.entries()]) {
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

/** The units of MAX_RECORDS that a record occupies: one, and more if it has or names much. */
function unitsOf({ grants, issues, verifies, metadata, limits, counted }: TokenRecord): number {
  const bytes = grants.reduce((sum, { scopes, scope }) => sum + scopes.size * SCOPE_BYTES + 2 * scope.length, 0);
  const attached = metadata === null ? 0 : 4 * JSON.stringify(metadata).length;
  const named = [...(issues ?? []), ...(verifies ?? [])].reduce(
    (sum, { api }) => sum + NAMED_BYTES + 2 * api.length,
    0,
  );
  const issued = (issues ?? []).flatMap(({ scopes }) => scopes ?? []);
  const ofIssued = issued.reduce((sum, scope) => sum + SCOPE_BYTES + 2 * scope.length, 0);
  const limited = (limits?.networks?.length ?? 0) * NETWORK_BYTES;
  const counting = counted.reduce((sum, { id }) => sum + COUNTED_BYTES + 4 * id.length, 0);
  return 1 + Math.floor((bytes + attached + named + ofIssued + limited + counting) / RECORD_BYTES);
}
