import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { Acknowledger } from "./acknowledger";
import { withinAwake } from "./awake-timeout";
import { Beats } from "./beats";
import type { InvalidationFeed } from "./invalidation-feed";
import type { InvalidationSink } from "./invalidation-sink";
import { Connections, endProcesses } from "./connection";
import { decodeInvalidation } from "./invalidation-message";
import { OutageLog } from "./outage-log";
import { Registration } from "./registration";

export const CHANGE_CHANNEL = "latchkey_change";
/** The interval of the beats, in ms. */
export const BEAT_MS = 200;
/** The timeout of the listener's statements, in ms of running time. */
const ANSWER_MS = 2_000;
/** How many beats may remain unanswered, and a registration may be pending, before the connections are abandoned. */
const MAX_SILENT_BEATS = 10;
const MAX_PENDING_BEATS = 25;
/** After this long without a check the beats pause, so that an idle instance causes no load; in ms. */
const IDLE_MS = 10_000;
const MAX_BACKOFF_MS = 5_000;

const channelOf = (kind: "beat" | "heard", instanceId: string) => `latchkey_${kind}_${instanceId.replaceAll("-", "")}`;

/** The channel on which an instance sends itself beats. */
export function beatChannel(instanceId: string): string {
  return channelOf("beat", instanceId);
}

/** The channel on which an instance receives acknowledgements. */
export function acknowledgementChannel(instanceId: string): string {
  return channelOf("heard", instanceId);
}

/**
 * Keeps the lease. It LISTENs on one connection, sends beats on another, and registers and acknowledges on a third.
 * Beats must not be sent on the listening connection: behind a pooler in transaction mode nothing arrives on the
 * listening connection, so no beat returns and the cache stays off. Beats have their own connection, so that they wait
 * for no other statement. docs/decisions/0016 has the protocol and its proof.
 */
export class Listener implements InvalidationFeed {
  readonly instanceId = randomUUID();
  readonly #url: string;
  readonly #sink: InvalidationSink;
  readonly #stopped = new AbortController();
  readonly #outage = new OutageLog();
  #connected = false;
  #askedAt = performance.now();
  #running: Promise<void> | undefined;
  #failures = 0;
  /** Process ids of the server processes of abandoned connections. */
  #abandoned: number[] = [];

  constructor(url: string, sink: InvalidationSink) {
    this.#url = url;
    this.#sink = sink;
  }

  get connected(): boolean {
    return this.#connected;
  }

  newChangeId(): string {
    return randomUUID();
  }

  start(): void {
    this.#running ??= this.#keepConnected();
  }

  asked(now: number): void {
    this.#askedAt = now;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #keepConnected(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const connections = new Connections(this.#url, () => void this.#sink.end());
      try {
        await this.#listen(connections);
      } catch (error) {
        this.#failures += 1;
        if (!this.#stopped.signal.aborted) this.#outage.began(error);
      } finally {
        this.#connected = false;
        connections.break(new Error("it was abandoned")); // ends the lease: from now on every check asks the database
        this.#abandoned = [...this.#abandoned, ...connections.destroy()].slice(-MAX_SILENT_BEATS);
      }
      await this.#pause(Math.min(MAX_BACKOFF_MS, 100 * 2 ** Math.min(this.#failures, 6)));
    }
  }

  async #listen(connections: Connections): Promise<void> {
    const { broken } = connections;
    const listenClient = await connections.open();
    const notifyClient = await connections.open();
    const registrationClient = await connections.open();
    await withinAwake(ANSWER_MS, "the database does not answer", this.#endAbandoned(registrationClient));
    const beats = new Beats(notifyClient, beatChannel(this.instanceId), connections);
    const acknowledger = new Acknowledger(registrationClient);
    const registration = new Registration(registrationClient, this.instanceId, (until, at) => {
      if (!broken.aborted && !this.#stopped.signal.aborted) this.#sink.registered(until, at);
    });
    listenClient.on("notification", ({ channel, payload = "" }) => {
      if (broken.aborted) return;
      if (channel === CHANGE_CHANNEL) void this.#forget(payload, acknowledger);
      else if (channel === acknowledgementChannel(this.instanceId)) this.#recordAcknowledgement(payload);
      else this.#recordBeat(beats, payload);
    });
    const listening = listenClient.query(
      `LISTEN ${CHANGE_CHANNEL}; LISTEN "${beatChannel(this.instanceId)}"; ` +
        `LISTEN "${acknowledgementChannel(this.instanceId)}"`,
    );
    await withinAwake(ANSWER_MS, "the database does not answer", listening);
    this.#connected = true;
    this.#sink.begin();
    await this.#beatUntilBroken(beats, registration, broken);
    await this.#sink.end(); // before revocations stop waiting for this instance
    await withinAwake(ANSWER_MS, "the database does not answer", registration.remove());
  }

  async #endAbandoned(registrationClient: pg.Client): Promise<void> {
    if (this.#abandoned.length > 0) await endProcesses(registrationClient, this.#abandoned);
    this.#abandoned = [];
  }

  /** Returns when the listener is stopped. Throws if the connections are broken or silent. */
  async #beatUntilBroken(beats: Beats, registration: Registration, broken: AbortSignal): Promise<void> {
    for (let tick = 0; !this.#stopped.signal.aborted; tick += 1) {
      broken.throwIfAborted();
      if (beats.silentFor > MAX_SILENT_BEATS) throw new Error("no beat has returned");
      if (registration.pendingFor(tick) > MAX_PENDING_BEATS) throw new Error("the registration is not answered");
      const now = performance.now();
      if (now - this.#askedAt < IDLE_MS) {
        registration.keep(now, tick);
        beats.send();
      }
      await this.#pause(BEAT_MS);
    }
  }

  #recordBeat(beats: Beats, payload: string): void {
    const returned = beats.returned(payload);
    if (!returned || this.#stopped.signal.aborted) return;
    this.#failures = 0;
    this.#outage.ended();
    this.#sink.beatReturned(returned.sentAt, returned.databaseClock);
  }

  async #forget(payload: string, acknowledger: Acknowledger): Promise<void> {
    const change = decodeInvalidation(payload);
    if (!change) return void this.#sink.forget(null);
    const { organization: organizationId, tokens: tokenIds, apis: apiIds, subject, position } = change;
    await this.#sink.forget({ organizationId, tokenIds, apiIds, subject, position });
    acknowledger.add(acknowledgementChannel(change.from), `${change.id} ${this.instanceId}`);
  }

  #recordAcknowledgement(payload: string): void {
    const [changeId, instanceId] = payload.split(" ");
    if (changeId && instanceId) this.#sink.acknowledged(changeId, instanceId);
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}
