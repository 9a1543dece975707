import { log } from "../log";
import { processWide } from "../process-wide";
import { isDatabaseAway } from "./errors";
import { probeWrites } from "./probe";

/** How often an unavailable database is probed, and how often the failure count is logged, in ms. */
const PROBE_EVERY_MS = 2_000;
const COUNT_EVERY_MS = 10_000;

interface Reporting {
  readonly write: Pick<typeof log, "error" | "warn">;
  /** Rejects while the database is unavailable. */
  readonly probe: () => Promise<void>;
}

/**
 * Logs a database outage: the first failure with its error, then the number of failures every 10 seconds, and one line
 * when the database is back. Otherwise each request would log a line.
 */
export class DatabaseOutage {
  #since: number | null = null;
  #failures = 0;
  #countedAt = 0;

  constructor(private readonly reporting: Reporting = { write: log, probe: probeWrites }) {}

  get isOn(): boolean {
    return this.#since !== null;
  }

  /** Records that a request or a background task failed because the database is unavailable. */
  failed(error: unknown, message: string): void {
    this.#failures += 1;
    if (this.#since !== null) return;
    this.#since = this.#countedAt = performance.now();
    this.reporting.write.error({ err: error }, `the database is away: ${message}`);
    this.#tryLater();
  }

  #tryLater(): void {
    setTimeout(() => void this.#try(), PROBE_EVERY_MS).unref();
  }

  async #try(): Promise<void> {
    try {
      await this.reporting.probe();
    } catch {
      // The first failure was logged with its error; this line only says that the outage continues.
      if (performance.now() - this.#countedAt >= COUNT_EVERY_MS) this.#count();
      return this.#tryLater();
    }
    this.#end();
  }

  #count(): void {
    this.#countedAt = performance.now();
    this.reporting.write.error({ seconds: this.#seconds(), failures: this.#failures }, "the database is still away");
  }

  #end(): void {
    const seconds = this.#seconds();
    this.reporting.write.warn({ seconds, failures: this.#failures }, `the database is back after ${seconds} s`);
    this.#since = null;
    this.#failures = 0;
  }

  #seconds(): number {
    return Math.round((performance.now() - (this.#since ?? 0)) / 1000);
  }
}

/** The outage of this process's database. */
export const databaseOutage = (): DatabaseOutage => processWide("database-outage", () => new DatabaseOutage());

/** Errors that were logged already: Next passes the same error to its own log. */
const logged = () => processWide("logged-errors", () => new WeakSet());

/** Logs an unexpected error once. An error that means the database is unavailable is counted as part of the outage. */
export function logFailure(error: unknown, message: string, facts: object = {}): void {
  if (typeof error === "object" && error !== null) {
    if (logged().has(error)) return;
    logged().add(error);
  }
  if (isDatabaseAway(error)) databaseOutage().failed(error, message);
  else log.error({ ...facts, err: error }, message);
}
