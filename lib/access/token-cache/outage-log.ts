import { log } from "../../platform/log";

/** Logs once that the cache is off and why, and once when it is on again. */
export class OutageLog {
  #since: number | null = null;

  began(reason: unknown): void {
    if (this.#since !== null) return;
    this.#since = performance.now();
    const message = reason instanceof Error ? reason.message : String(reason);
    log.warn({ message }, "the token cache is off: until it is back, every check asks the database");
  }

  ended(): void {
    if (this.#since === null) return;
    log.info({ afterMs: Math.round(performance.now() - this.#since) }, "the token cache is back");
    this.#since = null;
  }
}
