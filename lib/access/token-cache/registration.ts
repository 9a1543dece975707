import type pg from "pg";
import { log } from "../../platform/log";
import { UNDURABLE } from "./connection";

/** How long a registration is valid in the database, and how much of that this instance uses, in seconds. */
const REGISTERED_SECONDS = 30;
const REGISTERED_USED_SECONDS = 20;
const RENEW_MS = 5_000;
const RETRY_MS = 1_000;

const REGISTER = `WITH settings AS MATERIALIZED (SELECT ${UNDURABLE}),
  swept AS (DELETE FROM "Listener" WHERE "validUntil" < now() - interval '1 day')
  INSERT INTO "Listener" ("id", "validUntil") SELECT $1, now() + make_interval(secs => $2) FROM settings
  ON CONFLICT ("id") DO UPDATE SET "validUntil" = EXCLUDED."validUntil"`;
const UNREGISTER = `WITH settings AS MATERIALIZED (SELECT ${UNDURABLE})
  DELETE FROM "Listener" WHERE "id" = $1 AND EXISTS (SELECT FROM settings)`;

/**
 * Keeps this instance in the table of listeners, on a connection that beats do not use. It does not wait for a standby:
 * the row is visible to others when the statement returns, and a crash that loses it ends the connection and with it
 * the lease.
 */
export class Registration {
  readonly #client: pg.Client;
  readonly #instanceId: string;
  readonly #onRegistered: (until: number, at: number) => void;
  #renewAt = 0;
  #pendingSince: number | null = null;

  constructor(client: pg.Client, instanceId: string, onRegistered: (until: number, at: number) => void) {
    this.#client = client;
    this.#instanceId = instanceId;
    this.#onRegistered = onRegistered;
  }

  /** Renews the registration when due, without waiting. `tick` counts up while the process runs. */
  keep(now: number, tick: number): void {
    if (this.#pendingSince !== null || now < this.#renewAt) return;
    this.#pendingSince = tick;
    void this.#renew(now).finally(() => (this.#pendingSince = null));
  }

  /** For how many ticks a renewal has been pending. */
  pendingFor(tick: number): number {
    return this.#pendingSince === null ? 0 : tick - this.#pendingSince;
  }

  async remove(): Promise<void> {
    await this.#client.query(UNREGISTER, [this.#instanceId]);
  }

  async #renew(now: number): Promise<void> {
    try {
      await this.#client.query(REGISTER, [this.#instanceId, REGISTERED_SECONDS]);
      this.#renewAt = now + RENEW_MS;
      this.#onRegistered(now + REGISTERED_USED_SECONDS * 1_000, performance.now());
    } catch (error) {
      this.#renewAt = now + RETRY_MS;
      log.warn({ message: (error as Error).message }, "the token cache could not be registered; trying again");
    }
  }
}
