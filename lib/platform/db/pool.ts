import pg from "pg";
import { ConnectionSlots, type ConnectionPurpose } from "./connection-slots";
import { outageRecorder } from "./outage";
import { SharedTimeout } from "./shared-timeout";
import { TimedClient } from "./timed-client";

/** How a query ends: with an error or a result. */
export type Settle<Row extends object> = (error: Error | null, result?: pg.QueryResult<Row>) => void;

interface QueryOptions {
  readonly purpose: ConnectionPurpose;
  /** Limits the wait for a connection plus the wait for the result. */
  readonly timeout: SharedTimeout;
}

/** How long a read may take, the wait for a connection included, in ms. */
export const READ_TIMEOUT_MS = 5_000;
/** How long a transaction waits for its connection, in ms. */
const CONNECT_TIMEOUT_MS = 5_000;

const reads = { purpose: "other", timeout: new SharedTimeout(READ_TIMEOUT_MS) } as const;
const connects = new SharedTimeout(CONNECT_TIMEOUT_MS);

type Release = (error?: Error | boolean) => void;
type OnClient = (error: Error | undefined, client?: pg.PoolClient, release?: Release) => void;
type Send = (config: string | pg.QueryConfig, values: unknown[] | undefined, settle: unknown) => unknown;

const ignoreEnd = () => undefined;

/** How many of `max` connections are reserved for token checks. */
export function reservedOf(max: number): number {
  return Math.max(1, Math.floor(max / 5));
}

/**
 * pg's pool behind a queue that reserves connections for token checks and needs no timer per wait. pg's own queue stays
 * empty, because no more connections are requested than exist.
 */
export class DatabasePool extends pg.Pool {
  readonly #slots: ConnectionSlots;
  readonly #connect: (callback: OnClient) => void;

  constructor(config: pg.PoolConfig & { max: number }) {
    super({ ...config, Client: TimedClient });
    this.#slots = new ConnectionSlots({ total: config.max, reserved: reservedOf(config.max) });
    this.#connect = (callback) => super.connect(callback as never);
    const query = (config: string | pg.QueryConfig, values?: unknown[]) =>
      this.ask(reads, (client, settle) => (client.query as Send)(config, values, settle));
    const connect = (callback?: OnClient): unknown => (callback ? this.#checkOut(callback) : this.#checkOutAsync());
    Object.assign(this, { query, connect });
    Object.defineProperty(this, "waitingCount", { get: () => this.#slots.waiting });
  }

  /**
   * Runs one query on its own connection. On timeout the connection is closed and the promise rejects. `send` starts
   * the query with the given callback.
   */
  ask<Row extends object>(
    { purpose, timeout }: QueryOptions,
    send: (client: pg.PoolClient, settle: Settle<Row>) => unknown,
  ): Promise<pg.QueryResult<Row>> {
    const recordOutage = outageRecorder();
    return new Promise((resolve, reject) => {
      let isOver = false;
      let giveBack: ((error?: Error) => void) | undefined;
      const settle: Settle<Row> = (error, result) => {
        if (isOver) return;
        isOver = true;
        stopWaiting();
        leaveQueue();
        giveBack?.(error ?? undefined);
        recordOutage(error);
        if (result) resolve(result);
        else reject(error ?? new Error("The database returned no result"));
      };
      let leaveQueue: () => void = () => undefined;
      const stopWaiting = timeout.begin(() => settle(new Error("Query read timeout")));
      leaveQueue = this.#acquire(purpose, (error, client, release) => {
        if (!client || !release) return settle(error ?? new Error("The pool returned no connection"));
        if (isOver) return release();
        giveBack = (failed) => {
          client.removeListener("error", settle);
          release(failed);
        };
        client.once("error", settle);
        send(client, settle);
      });
    });
  }

  /** A connection for several statements. It never uses a slot reserved for token checks. */
  #checkOut(callback: OnClient): void {
    const recordOutage = outageRecorder();
    let isOver = false;
    let leaveQueue: () => void = () => undefined;
    const stopWaiting = connects.begin(() => {
      isOver = true;
      leaveQueue();
      const error = new Error("timeout exceeded when trying to connect");
      recordOutage(error);
      callback(error);
    });
    leaveQueue = this.#acquire("other", (error, client, release) => {
      if (isOver) return release?.();
      stopWaiting();
      recordOutage(error);
      if (!client || !release) return callback(error);
      // If the connection ends between two statements, the next one fails. Without a listener the error would end the
      // process.
      client.on("error", ignoreEnd);
      const giveBack: Release = (failed) => {
        client.removeListener("error", ignoreEnd);
        release(failed);
      };
      client.release = giveBack;
      callback(undefined, client, giveBack);
    });
  }

  #checkOutAsync(): Promise<pg.PoolClient> {
    return new Promise((resolve, reject) => {
      this.#checkOut((error, client) =>
        client ? resolve(client) : reject(error ?? new Error("The pool returned no connection")),
      );
    });
  }

  /** Waits for a slot and then for a connection. The returned function leaves the queue. */
  #acquire(purpose: ConnectionPurpose, callback: OnClient): () => void {
    return this.#slots.take(purpose, (slot) => {
      this.#connect((error, client, release) => {
        if (!client || !release) {
          slot.free();
          return callback(error);
        }
        callback(undefined, client, (failed) => {
          release(failed);
          slot.free();
        });
      });
    });
  }
}
