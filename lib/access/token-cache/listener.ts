import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { log } from "../../platform/log";
import { decodeChange } from "./invalidation-message";
import type { HeardBook } from "./acknowledgements";
import { type Lease, type Moment, thisMoment } from "./lease";
import type { RecordStore } from "./record-store";

export const CHANGE_CHANNEL = "latchkey_change";
const BEAT_MS = 200;
/** A connection that has not answered for so long is given up, in ms. */
const SILENCE_MS = 2_000;
/** Without a check for so long the beats pause, and an idle instance leaves the database in peace; in ms. */
const IDLE_MS = 10_000;
/** How long a registration is good for in the database, and how long of that is used here, in seconds. */
const REGISTERED_SECONDS = 30;
const REGISTERED_USED_SECONDS = 20;
const RENEW_MS = 5_000;
const LONGEST_BACKOFF_MS = 5_000;

/**
 * A beat carries its number and the database's clock, in epoch ms. It need not outlive a crash of the database; said for
 * this one transaction only, for behind a pooler the connection's next user would inherit more.
 */
const BEAT = `SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2 || ' ' || (extract(epoch FROM clock_timestamp()) * 1000)::text)`;

const channelOf = (kind: "beat" | "heard", instanceId: string) => `latchkey_${kind}_${instanceId.replaceAll("-", "")}`;

/** The channel on which an instance hears that others have heard of its changes. */
export function heardChannel(instanceId: string): string {
  return channelOf("heard", instanceId);
}

/** Closes the socket under a connection that may never answer again; `end()` would wait for it. */
function destroy(client: pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.destroy();
}

interface Parts {
  readonly url: string;
  readonly store: RecordStore;
  readonly lease: Lease;
  readonly heard: HeardBook;
}

/**
 * Keeps the lease: LISTENs on one connection, and on another sends beats, registers and answers. That they are two
 * matters: behind a pooler that takes a connection back after each transaction nothing ever reaches the first, so no
 * beat returns, and the cache stays off. docs/decisions/0016 has the protocol and its proof.
 */
export class Listener {
  readonly instanceId = randomUUID();
  readonly #parts: Parts;
  readonly #stopped = new AbortController();
  readonly #sent = new Map<string, Moment>();
  readonly #open = new Set<pg.Client>();
  #mouth: pg.Client | undefined;
  #askedAt = performance.now();
  #running: Promise<void> | undefined;
  #beats = 0;
  /** How many beats have come back. */
  #returned = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether answers of other instances can reach this one now. */
  get connected(): boolean {
    return this.#mouth !== undefined;
  }

  start(): void {
    this.#running ??= this.#keepConnected();
  }

  /** Called at every look-up; wakes the beats of an instance that was idle. */
  asked(now: number): void {
    this.#askedAt = now;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #keepConnected(): Promise<void> {
    for (let failures = 0; !this.#stopped.signal.aborted;) {
      const beatsBefore = this.#returned;
      try {
        await this.#connectAndBeat();
      } catch (error) {
        failures = this.#returned > beatsBefore ? 1 : failures + 1;
        if (failures === 1 && !this.#stopped.signal.aborted)
          log.warn(
            { message: (error as Error).message },
            "the token cache is off: its connection to the database ended",
          );
      } finally {
        this.#cutOff();
      }
      await this.#pause(Math.min(LONGEST_BACKOFF_MS, 100 * 2 ** Math.min(failures, 6)));
    }
  }

  /** From now on every check asks the database. */
  #cutOff(): void {
    this.#parts.lease.end();
    this.#parts.store.clear();
    this.#sent.clear();
    for (const client of this.#open) destroy(client);
    this.#open.clear();
    this.#mouth = undefined;
  }

  async #connectAndBeat(): Promise<void> {
    const broken = new AbortController();
    const ear = await this.#connect(broken);
    ear.on("notification", ({ channel, payload }) => this.#hear(channel, payload ?? ""));
    await ear.query(
      `LISTEN ${CHANGE_CHANNEL}; LISTEN "${channelOf("beat", this.instanceId)}"; LISTEN "${heardChannel(this.instanceId)}"`,
    );
    const mouth = await this.#connect(broken);
    this.#mouth = mouth;
    log.debug({ instance: this.instanceId }, "the token cache listens");
    await this.#beatUntilBroken(mouth, broken.signal);
  }

  async #connect(broken: AbortController): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#parts.url,
      connectionTimeoutMillis: SILENCE_MS,
      query_timeout: SILENCE_MS,
      keepAlive: true,
      application_name: "latchkey cache",
    });
    this.#open.add(client);
    client.on("error", (error) => this.#broke(broken, error));
    client.on("end", () => this.#broke(broken, new Error("the connection was closed")));
    await client.connect();
    return client;
  }

  /** The lease ends with the connection, not when the loop next looks. */
  #broke(broken: AbortController, reason: Error): void {
    if (broken.signal.aborted) return;
    this.#parts.lease.end();
    this.#parts.store.clear();
    broken.abort(reason);
  }

  async #beatUntilBroken(mouth: pg.Client, broken: AbortSignal): Promise<void> {
    let renewAt = 0;
    while (!this.#stopped.signal.aborted) {
      broken.throwIfAborted();
      const now = performance.now();
      if (now - this.#askedAt < IDLE_MS) {
        if (now >= renewAt) renewAt = await this.#register(mouth, now);
        await this.#beat(mouth);
      }
      await this.#pause(BEAT_MS);
    }
    this.#parts.lease.end(); // before nobody waits for us any more
    await mouth.query(`DELETE FROM "Listener" WHERE "id" = $1`, [this.instanceId]);
  }

  /** Stands in the table for a while longer; instances that were killed are swept out of it. */
  async #register(mouth: pg.Client, now: number): Promise<number> {
    await mouth.query(
      `WITH swept AS (DELETE FROM "Listener" WHERE "validUntil" < now() - interval '1 day')
       INSERT INTO "Listener" ("id", "validUntil") VALUES ($1, now() + make_interval(secs => $2))
       ON CONFLICT ("id") DO UPDATE SET "validUntil" = EXCLUDED."validUntil"`,
      [this.instanceId, REGISTERED_SECONDS],
    );
    this.#parts.lease.registered(now + REGISTERED_USED_SECONDS * 1_000);
    return now + RENEW_MS;
  }

  async #beat(mouth: pg.Client): Promise<void> {
    const oldest = Math.min(...[...this.#sent.values()].map(({ monotonic }) => monotonic));
    if (performance.now() - oldest > SILENCE_MS) throw new Error("no beat has come back");
    const name = String((this.#beats += 1));
    this.#sent.set(name, thisMoment());
    await mouth.query(BEAT, [channelOf("beat", this.instanceId), name]);
  }

  #hear(channel: string, payload: string): void {
    if (channel === CHANGE_CHANNEL) this.#forget(payload);
    else if (channel === heardChannel(this.instanceId)) this.#recordHeard(payload);
    else this.#beatReturned(payload);
  }

  #beatReturned(payload: string): void {
    const [name = "", databaseClock] = payload.split(" ");
    const sentAt = this.#sent.get(name);
    if (sentAt === undefined || !Number.isFinite(Number(databaseClock))) return;
    for (const [other, at] of this.#sent) if (at.monotonic <= sentAt.monotonic) this.#sent.delete(other);
    this.#returned += 1;
    this.#parts.lease.beatReturned(sentAt, Number(databaseClock));
  }

  #forget(payload: string): void {
    const change = decodeChange(payload);
    if (!change) return this.#parts.store.clear();
    this.#parts.store.forget({ organizationId: change.organization, tokenIds: change.tokens });
    this.#mouth
      ?.query("SELECT pg_notify($1, $2)", [heardChannel(change.from), `${change.id} ${this.instanceId}`])
      .catch((error: Error) =>
        log.debug({ message: error.message }, "a change was heard, but its maker could not be told"),
      );
  }

  #recordHeard(payload: string): void {
    const [changeId, instanceId] = payload.split(" ");
    if (changeId && instanceId) this.#parts.heard.record(changeId, instanceId);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}
