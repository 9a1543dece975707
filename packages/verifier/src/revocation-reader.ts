import type { Client } from "./client.js";
import { failed, type FailureReports } from "./failure.js";
import { parseRevocations, RevocationList } from "./revocation-list.js";

const MAX_BYTES = 4_194_304;
/** The most answers of one reading, each with some 1,000 entries. */
const MAX_PAGES = 200;

interface Surroundings {
  readonly client: Client;
  readonly failures: FailureReports;
  readonly timeoutMs: number;
  /** The number of times that the feed has told of changes. */
  readonly version: () => number;
}

/** Reads the list of revocations when the feed has told of changes and a JWT is to be checked. */
export class RevocationReader {
  readonly list: RevocationList;
  readonly #surroundings: Surroundings;
  #cursor: string | null = null;
  /** The version of the feed that the list is good for. */
  #readUpTo = -1;
  #reading: Promise<boolean> | null = null;

  constructor(api: string, surroundings: Surroundings) {
    this.list = new RevocationList(api);
    this.#surroundings = surroundings;
  }

  /**
   * Reads until the list has everything that this version of the feed told of; false if that fails. Checks share the
   * reading; one that began before the version was heard of may lack it.
   */
  async upTo(version: number): Promise<boolean> {
    while (this.#readUpTo < version) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      if (!(await this.#reading)) return false;
    }
    return true;
  }

  async #read(): Promise<boolean> {
    const version = this.#surroundings.version();
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const count = await this.#readPage();
      if (count === null) return false;
      if (count > 0) continue;
      this.#readUpTo = Math.max(this.#readUpTo, version);
      return true;
    }
    return false;
  }

  /** The number of entries of the next page; null if it could not be read. */
  async #readPage(): Promise<number | null> {
    const { client, failures, timeoutMs } = this.#surroundings;
    const since = this.#cursor === null ? "" : `&since=${encodeURIComponent(this.#cursor)}`;
    const path = `/api/v1/revocations?changes=1${since}`;
    const reply = await client.ask({ path, timeoutMs, maxBytes: MAX_BYTES });
    const answer = reply.ok ? parseRevocations(reply.body) : null;
    if (answer === null) {
      failures.add("revocations", reply.ok ? failed("answer") : reply.failure);
      // The log does not reach this cursor: what was heard stays, and the last hour is read again.
      if (!reply.ok && reply.failure.status === 400) this.#cursor = null;
      return null;
    }
    this.list.add(answer.entries, performance.now());
    this.#cursor = answer.nextCursor;
    return answer.entries.length;
  }
}
