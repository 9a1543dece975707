import { AsyncLocalStorage } from "node:async_hooks";
import type { Socket } from "node:net";
import pg from "pg";
import { processWide } from "../process-wide";
import { parseHosts } from "./hosts";
import { SharedTimeout } from "./shared-timeout";
import { requireWritable, type WritableHost, writableHostOf } from "./writable-host";

/** How long a connection may take to open, and BEGIN to be answered, in ms. Neither waits for a lock. */
const OPEN_TIMEOUT_MS = 5_000;
/** How long any other statement of a checked-out connection may take, unless its transaction says otherwise, in ms. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** How much later than the server, which ends a statement by itself, the client gives up, in ms. */
const GRACE_MS = 1_000;

const limits = processWide("statement-limit", () => new AsyncLocalStorage<number>());
const timeouts = processWide("statement-timeouts", () => new Map<number, SharedTimeout>());

/** The shared timeout of this length. */
export function timeoutOf(ms: number): SharedTimeout {
  const known = timeouts.get(ms);
  if (known) return known;
  const created = new SharedTimeout(ms);
  timeouts.set(ms, created);
  return created;
}

/**
 * Lets each statement that `work` runs on a checked-out connection take up to `ms`, before the connection counts as
 * dead.
 */
export function withStatementLimit<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return limits.run(ms + GRACE_MS, work);
}

type Query = (...args: unknown[]) => unknown;
type Callback = (error?: Error) => void;
type Connect = (callback: Callback) => void;

/** A URL that pg can parse. The actual host is chosen when connecting. */
function firstHost(config: pg.ClientConfig): pg.ClientConfig {
  const hosts = config.connectionString === undefined ? null : parseHosts(config.connectionString);
  return hosts?.needsWrites ? { ...config, connectionString: hosts.urls[0] } : config;
}

/**
 * pg's client, which understands URLs with several hosts, counts days in UTC whatever the database's time zone is, and
 * closes its connection when the server stops answering. pg's own `query_timeout` and `connectionTimeoutMillis` would
 * set a timer per query, and also count time during which this process was stalled.
 */
export class DatabaseClient extends pg.Client {
  readonly #writableHost: WritableHost | null;

  constructor(config: pg.ClientConfig = {}) {
    super(firstHost(config));
    this.#writableHost = writableHostOf(config.connectionString);
    const query: Query = (...args) => (super.query as Query).apply(this, args);
    this.query = ((...args: unknown[]) => this.#bounded(query, args)) as never;
    const connect = super.connect.bind(this) as Connect;
    this.connect = ((callback?: Callback) => {
      if (callback) return this.#open(connect, callback);
      return new Promise((resolve, reject) => this.#open(connect, (error) => (error ? reject(error) : resolve(this))));
    }) as never;
  }

  /**
   * pg's start-up message, with the time zone. It is part of the message and not of `options`, which poolers refuse.
   */
  getStartupConf(): Record<string, string> {
    const { getStartupConf } = pg.Client.prototype as unknown as { getStartupConf: () => Record<string, string> };
    return { ...getStartupConf.call(this), TimeZone: "UTC" };
  }

  /** Closes the socket under a connection that may never answer again; `end()` would wait for it. */
  abandon(reason?: Error): void {
    const { connection } = this as unknown as { connection: { stream: Socket } };
    connection.stream.destroy(reason);
  }

  #open(connect: Connect, callback: Callback): void {
    if (this.#writableHost) this.#openWritable(this.#writableHost, connect).then(() => callback(), callback);
    else this.#openHost(connect, callback);
  }

  #openHost(connect: Connect, callback: Callback): void {
    const stop = timeoutOf(OPEN_TIMEOUT_MS).begin(() =>
      this.abandon(new Error("timeout exceeded when trying to connect")),
    );
    connect((error) => {
      stop();
      callback(error);
    });
  }

  /** Connects to the host that accepts writes. If the host fails or is read-only, the next call searches again. */
  async #openWritable(hosts: WritableHost, connect: Connect): Promise<void> {
    const url = await hosts.find();
    const { host, port } = new pg.Client({ connectionString: url });
    Object.assign(this, { host, port });
    try {
      await new Promise<void>((resolve, reject) =>
        this.#openHost(connect, (error) => (error ? reject(error) : resolve())),
      );
      await requireWritable(this);
    } catch (error) {
      hosts.forget(url);
      void this.end().catch(() => undefined);
      throw error;
    }
  }

  /** Queries with a callback, and those that are Query objects, are bounded by the pool that sends them. */
  #bounded(query: Query, args: unknown[]): unknown {
    const [config] = args;
    const isWatched = args.some((arg) => typeof arg === "function") || (config as { submit?: unknown }).submit;
    if (isWatched) return query(...args);
    const text = typeof config === "string" ? config : (config as pg.QueryConfig).text;
    const ms = text.startsWith("BEGIN") ? OPEN_TIMEOUT_MS : (limits.getStore() ?? STATEMENT_TIMEOUT_MS + GRACE_MS);
    const stop = timeoutOf(ms).begin(() => this.abandon(new Error("Query read timeout")));
    return (query(...args) as Promise<unknown>).finally(stop);
  }
}
