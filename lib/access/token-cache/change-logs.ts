import { LRUCache } from "lru-cache";
import { ChangeLog } from "./change-log";
import type { ChainPosition } from "./chain-position";
import type { HeardInvalidation } from "./invalidation-message";

/** How many organizations are followed at a time. */
const MAX_LOGS = 2_000;
/** After how long without a question an organization is followed no longer, in ms. */
const IDLE_MS = 600_000;

/**
 * What this process has heard of the organizations that somebody follows. A log is complete from its beginning on: it
 * is begun while the process listens, and all of them are dropped when something may have been missed.
 */
export class ChangeLogs {
  #epoch = 0;
  readonly #logs = new LRUCache<string, ChangeLog>({
    max: MAX_LOGS,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
    dispose: (log) => log.end(),
  });
  readonly #beginning = new Map<string, Promise<ChangeLog | null>>();

  /**
   * The log of an organization; begun if there is none. `readHead` reads the end of its audit chain. Null if the
   * process did not listen all the while. Call it while the lease holds.
   */
  of(organizationId: string, readHead: () => Promise<ChainPosition>): ChangeLog | Promise<ChangeLog | null> {
    const beginning = this.#beginning.get(organizationId);
    return beginning ?? this.#logs.get(organizationId) ?? this.#begin(organizationId, readHead);
  }

  /** A log that has begun, if there is one. */
  peek(organizationId: string): ChangeLog | undefined {
    return this.#beginning.has(organizationId) ? undefined : this.#logs.get(organizationId);
  }

  record(change: HeardInvalidation): void {
    const log = this.#logs.peek(change.organizationId);
    if (log === undefined) return;
    if (change.position === undefined) this.#logs.delete(change.organizationId);
    else log.record(change, change.position);
  }

  clear(): void {
    this.#epoch += 1;
    this.#logs.clear();
  }

  /**
   * The log hears from before the head is read: a change that is not in that head commits afterwards, and is heard
   * afterwards.
   */
  #begin(organizationId: string, readHead: () => Promise<ChainPosition>): Promise<ChangeLog | null> {
    const epoch = this.#epoch;
    const log = new ChangeLog();
    this.#logs.set(organizationId, log);
    const begun = readHead()
      .then((head) => {
        log.begin(head);
        const isWhole = epoch === this.#epoch && this.#logs.peek(organizationId) === log;
        if (!isWhole) this.#drop(organizationId, log);
        return isWhole ? log : null;
      })
      .catch((error: unknown) => {
        this.#drop(organizationId, log);
        throw error;
      })
      .finally(() => this.#beginning.delete(organizationId));
    this.#beginning.set(organizationId, begun);
    return begun;
  }

  #drop(organizationId: string, log: ChangeLog): void {
    if (this.#logs.peek(organizationId) === log) this.#logs.delete(organizationId);
  }
}
