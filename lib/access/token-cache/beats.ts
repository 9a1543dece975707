import type pg from "pg";
import { type Connections, UNDURABLE } from "./connection";
import { type ClockReading, readClocks } from "./lease";

/** A beat carries its number and the database's clock, in epoch ms. */
const BEAT = `SELECT ${UNDURABLE}, pg_notify($1, $2 || ' ' || (extract(epoch FROM clock_timestamp()) * 1000)::text)`;

/**
 * query_canceled (statement_timeout) and lock_not_available (lock_timeout): the connection is alive, the beat is lost.
 */
const TIMED_OUT = new Set(["57014", "55P03"]);

/** Sends beats on one connection, and tracks which have returned on another. */
export class Beats {
  readonly #client: pg.Client;
  readonly #channel: string;
  readonly #connections: Connections;
  readonly #sent = new Map<string, ClockReading>();
  #number = 0;
  #isSending = false;
  #silentFor = 0;

  constructor(client: pg.Client, channel: string, connections: Connections) {
    this.#client = client;
    this.#channel = channel;
    this.#connections = connections;
  }

  /**
   * How many beats were due since the database last answered, while a beat is pending. Counted in beats, not in time: a
   * stall of this process counts as one beat, and data that arrived during it is read before the next.
   */
  get silentFor(): number {
    return this.#silentFor;
  }

  /** Sends a beat unless the last one is still being sent. Does not wait for it. */
  send(): void {
    this.#silentFor = this.#sent.size === 0 ? 0 : this.#silentFor + 1;
    if (!this.#isSending) void this.#send(String((this.#number += 1)));
  }

  /** The beat that a notification returns; null for any other payload. */
  returned(payload: string): { sentAt: ClockReading; databaseClock: number } | null {
    const [name = "", clock] = payload.split(" ");
    const sentAt = this.#sent.get(name);
    const databaseClock = Number(clock);
    if (sentAt === undefined || !Number.isFinite(databaseClock)) return null;
    for (const [other, at] of this.#sent) if (at.monotonic <= sentAt.monotonic) this.#sent.delete(other);
    this.#silentFor = 0;
    return { sentAt, databaseClock };
  }

  async #send(name: string): Promise<void> {
    this.#isSending = true;
    this.#sent.set(name, readClocks());
    try {
      await this.#client.query(BEAT, [this.#channel, name]);
    } catch (error) {
      this.#sent.delete(name);
      this.#silentFor = 0;
      if (!TIMED_OUT.has(String((error as { code?: unknown }).code))) this.#connections.break(error as Error);
    } finally {
      this.#isSending = false;
    }
  }
}
