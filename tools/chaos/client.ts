import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { Ledger } from "../soak/ledger";
import { ask, connectionsTo, statusOf } from "../testing/ask";
import type { TestToken } from "../testing/tokens";
import { Acknowledgements } from "./acknowledgements";

const WRITERS = 4;
const CHECKERS = 4;
/** The pause after an answer and after a failure, in ms, which bounds the load. */
const REST_MS = 10;
const RETRY_MS = 50;
/** The share of created tokens that are revoked at once. */
const REVOKED_SHARE = 0.5;
const KNOWN_TOKENS = 500;
const RECOVERY_MS = 120_000;

const issued = z.object({ id: z.string(), secret: z.string() });
const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)];

interface Options {
  /** Returns the URL for requests. Called before each one, because a restarted server may have another port. */
  url: () => string;
  organizationId: string;
  /** A token with the permission Owner. */
  parent: TestToken;
}

/**
 * Creates, revokes and checks tokens all the time, and records what the server acknowledged. Repeats requests without
 * an answer, except creations.
 */
export class ChaosClient {
  readonly acknowledgements = new Acknowledgements();
  readonly ledger = new Ledger();
  /** Checks that refused a valid token: its creation was acknowledged, and it was not revoked. */
  readonly refused: string[] = [];
  /** Problems that a fault noticed. */
  readonly problems: string[] = [];
  readonly #options: Options;
  readonly #agent = connectionsTo(WRITERS + CHECKERS);
  readonly #stop = new AbortController();
  readonly #valid: TestToken[] = [];
  readonly #revoked: TestToken[] = [];
  readonly #work: Promise<void>;
  /** When the last acknowledged creation was sent. */
  #lastSentAt = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#work = Promise.all([
      ...Array.from({ length: WRITERS }, () => this.#repeat(() => this.#write())),
      ...Array.from({ length: CHECKERS }, () => this.#repeat(() => this.#check())),
    ]).then(() => undefined);
  }

  /**
   * Waits until a creation is acknowledged that was sent after `since`. Returns how long after `since` that was, in ms.
   */
  async recovery(since: number): Promise<number> {
    while (this.#lastSentAt <= since) {
      if (performance.now() - since > RECOVERY_MS) throw new Error(`no request worked within ${RECOVERY_MS / 1000} s`);
      await sleep(10);
    }
    return performance.now() - since;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#agent.destroy();
    await this.#work;
  }

  async #repeat(step: () => Promise<boolean>): Promise<void> {
    while (!this.#stop.signal.aborted) await sleep((await step()) ? REST_MS : RETRY_MS);
  }

  async #write(): Promise<boolean> {
    const token = await this.#create();
    if (token && Math.random() < REVOKED_SHARE) await this.#revoke(token);
    else if (token) keep(this.#valid, token);
    return token !== null;
  }

  async #create(): Promise<TestToken | null> {
    const sentAt = performance.now();
    const answer = await ask(`${this.#options.url()}/api/v1/tokens`, {
      method: "POST",
      agent: this.#agent,
      headers: { authorization: `Bearer ${this.#options.parent.secret}` },
      json: { name: `chaos ${crypto.randomUUID()}`, permissions: ["viewer"], expiresInDays: 1 },
    });
    if (answer?.status !== 201) return null;
    const token = issued.parse(JSON.parse(answer.body));
    this.acknowledgements.created(token);
    this.#lastSentAt = Math.max(this.#lastSentAt, sentAt);
    return token;
  }

  async #revoke(token: TestToken): Promise<void> {
    this.ledger.sent(token);
    while (!this.#stop.signal.aborted) {
      const status = await statusOf(`${this.#options.url()}/oauth/revoke`, {
        method: "POST",
        agent: this.#agent,
        form: { token: token.secret },
      });
      if (status !== 200) await sleep(RETRY_MS);
      else {
        this.ledger.answered(token);
        this.acknowledgements.revoked(token);
        return keep(this.#revoked, token);
      }
    }
  }

  async #check(): Promise<boolean> {
    const isValid = Math.random() < 0.5;
    const token = pick(isValid ? this.#valid : this.#revoked);
    if (!token) return false;
    const begunAt = performance.now();
    const status = await statusOf(
      `${this.#options.url()}/api/v1/forward-auth?organization=${this.#options.organizationId}`,
      { method: "GET", agent: this.#agent, headers: { authorization: `Bearer ${token.secret}` } },
    );
    if (this.#stop.signal.aborted) return false; // stopping ends running requests
    this.ledger.checked(token, "the server", begunAt, status);
    if (isValid && status === 401) this.refused.push(token.id);
    return status !== null;
  }
}

function keep(tokens: TestToken[], token: TestToken): void {
  tokens.push(token);
  if (tokens.length > KNOWN_TOKENS) tokens.shift();
}
