import type pg from "pg";
import { DatabaseClient } from "../../platform/db/client";
import { withinAwake } from "./awake-timeout";

/** The server's statement timeout and this process's connection timeout, in ms. */
const STATEMENT_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** How long the server may wait for a lock, in ms. Every NOTIFY takes one that each committing NOTIFY holds. */
const LOCK_TIMEOUT_MS = 1_500;

/** The name of the token cache's connections in pg_stat_activity. */
const APPLICATION_NAME = "latchkey cache";

/**
 * Settings for one transaction, to put before a statement's select list. The statement need not survive a crash of the
 * database, and must not wait for a synchronous standby. Set for the transaction only: behind a pooler, the
 * connection's next user would inherit longer settings. The server's statement_timeout does not cover a commit, so the
 * wait for the lock of NOTIFY has its own limit.
 */
export const UNDURABLE = `set_config('synchronous_commit', 'off', true),
  set_config('lock_timeout', '${LOCK_TIMEOUT_MS}', true)`;

/** One NOTIFY for each pair of a channel and a payload, in a transaction that does not wait for a standby. */
const NOTIFY = `SELECT ${UNDURABLE}, pg_notify(c, p) FROM unnest($1::text[], $2::text[]) AS pairs(c, p)`;

/** Notifies `payload` on `channel` for each pair, in one transaction. */
export async function notify(client: pg.Client, pairs: readonly (readonly [string, string])[]): Promise<void> {
  await client.query(NOTIFY, [pairs.map(([channel]) => channel), pairs.map(([, payload]) => payload)]);
}

/** The connections of one attempt to listen. They end together. */
export class Connections {
  readonly #url: string;
  readonly #broken = new AbortController();
  readonly #clients = new Set<DatabaseClient>();

  /** `onBroken` is called once, as soon as the first of them ends. */
  constructor(url: string, onBroken: () => void) {
    this.#url = url;
    this.#broken.signal.addEventListener("abort", onBroken, { once: true });
  }

  /** Aborted when one of them ends, with the cause as reason. */
  get broken(): AbortSignal {
    return this.#broken.signal;
  }

  async open(): Promise<pg.Client> {
    const client = new DatabaseClient({
      connectionString: this.#url,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
      application_name: APPLICATION_NAME,
    });
    this.#clients.add(client);
    client.on("error", (error) => this.break(error));
    client.on("end", () => this.break(new Error("its connection to the database ended")));
    await withinAwake(CONNECT_TIMEOUT_MS, "the database accepted no connection", client.connect());
    return client;
  }

  /** Abandons all of them. */
  break(reason: Error): void {
    if (!this.#broken.signal.aborted) this.#broken.abort(reason);
  }

  /**
   * Closes the sockets at once: `end()` would wait for a server that may never answer. Returns the process ids of the
   * server processes.
   */
  destroy(): number[] {
    const clients = [...this.#clients];
    for (const client of clients) client.abandon();
    return clients.map(processOf).filter((id) => id !== null);
  }
}

/**
 * Ends the server processes of abandoned connections: one that waits in a commit does not notice that its client is
 * gone.
 */
export async function endProcesses(client: pg.Client, processes: readonly number[]): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE pid = ANY($1::int[]) AND usename = current_user AND application_name = $2`,
    [processes, APPLICATION_NAME],
  );
}

const processOf = (client: pg.Client) => (client as unknown as { processID: number | null }).processID;
