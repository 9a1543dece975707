import type { Answer, AskedApi } from "./answers.js";
import { Client } from "./client.js";
import { hasKnownFields, toSent, type Demand } from "./demand.js";
import { FailureReports } from "./failure.js";
import { Feed } from "./feed.js";
import { Jwts } from "./jwts.js";
import { SETTLING_MS } from "./known-changes.js";
import { Memory } from "./memory.js";
import { toBearer, toSettings, type Settings, type VerifierOptions } from "./options.js";
import { Questions, type Asked } from "./questions.js";
import { refused, unavailable, type Verification } from "./result.js";
import { decideBy, isConsistent, toEntry, toVerification, type TokenEntry } from "./token-answers.js";
import { isJwt, isToken } from "./token-form.js";

/** What a verifier has done, for your metrics. */
export interface VerifierStats {
  /** Checks that were answered from memory. */
  readonly hits: number;
  /** Checks that Latchkey was asked. */
  readonly asks: number;
  /** Checks of JWTs that were not answered from memory. */
  readonly jwts: number;
  /** Checks that could not be answered. */
  readonly unavailable: number;
  /** Requests to Latchkey that failed. */
  readonly errors: number;
  /** How many tokens are remembered. */
  readonly entries: number;
  /** Whether checks may be answered from memory now. */
  readonly fresh: boolean;
  /** Whether changes are received as a stream now. */
  readonly streaming: boolean;
}

export interface Verifier {
  /** The identifier of the API whose tokens it checks. */
  readonly api: string;
  /**
   * Whether a token is good for what is demanded. Rejects with a TypeError for a demand that is none; any failure to
   * ask Latchkey is a refusal, `unavailable`.
   */
  verify(token: string, demand?: Demand): Promise<Verification>;
  readonly stats: VerifierStats;
  /** Ends all work in the background. Every check is `unavailable` from then on. */
  close(): void;
}

/** Creates a verifier. Throws a TypeError for wrong options. One for each API and process is enough. */
export function createVerifier(options: VerifierOptions): Verifier {
  const settings = toSettings(options);
  return new LatchkeyVerifier(settings, new Client(settings.url, toBearer(options), settings.fetch));
}

const NOTHING: Demand = Object.freeze({});

/** Secrets are in private fields only: neither JSON nor the inspectors of runtimes print them. */
class LatchkeyVerifier implements Verifier {
  readonly api: string;
  readonly #settings: Settings;
  readonly #asked: AskedApi;
  readonly #client: Client;
  readonly #failures: FailureReports;
  readonly #memory: Memory<TokenEntry>;
  readonly #feed: Feed;
  readonly #questions: Questions;
  readonly #jwts: Jwts;
  #organization: string | null;
  #isClosed = false;
  #hits = 0;
  #jwtChecks = 0;
  #unavailable = 0;

  constructor(settings: Settings, client: Client) {
    const failures = new FailureReports(settings.onError);
    const memory = new Memory<TokenEntry>(settings.maxEntries);
    const forget = memory.forget.bind(memory);
    const feed = new Feed({ ...settings, client, failures, forget });
    this.api = settings.api;
    this.#settings = settings;
    this.#asked = { api: settings.api, isOwn: settings.api === settings.issuer };
    this.#client = client;
    this.#failures = failures;
    this.#memory = memory;
    this.#feed = feed;
    this.#organization = settings.organization;
    this.#questions = new Questions({
      ...settings,
      client,
      failures,
      api: this.#asked,
      recall: (token, demand) => this.#recall(token, demand),
      conclude: (asked, answer) => this.#conclude(asked, answer),
    });
    const organization = () => this.#organization ?? feed.known.organization;
    this.#jwts = new Jwts({ settings, client, failures, feed, memory, organization });
  }

  async verify(token: string, demand: Demand = NOTHING): Promise<Verification> {
    return this.#recall(token, demand) ?? this.#verifyCold(token, demand);
  }

  get stats(): VerifierStats {
    return {
      hits: this.#hits,
      asks: this.#questions.sent,
      jwts: this.#jwtChecks,
      unavailable: this.#unavailable,
      errors: this.#failures.count,
      entries: this.#memory.size,
      fresh: this.#feed.known.isFresh,
      streaming: this.#feed.isStreaming,
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#feed.close();
    this.#questions.close();
    this.#client.close();
    this.#memory.clear();
  }

  /** The result from memory; null if it does not decide it, or may be outdated. */
  #recall(token: string, demand: Demand): Verification | null {
    if (!hasKnownFields(demand)) return null; // `toSent` throws then
    const running = performance.now();
    const wall = Date.now();
    this.#feed.use(running);
    const entry = this.#memory.find(token, running, wall);
    if (entry === undefined || this.#isClosed || !this.#feed.known.freshness.holds(running, wall)) return null;
    const decided = decideBy(entry, demand.scopes);
    if (decided !== null) this.#hits += 1;
    return decided;
  }

  async #verifyCold(token: unknown, demand: Demand): Promise<Verification> {
    const sent = toSent(demand);
    const trimmed = typeof token === "string" ? token.trim() : "";
    const verification = await this.#askAbout(trimmed, sent);
    if (!verification.ok && verification.code === "unavailable") this.#unavailable += 1;
    return verification;
  }

  async #askAbout(token: string, demand: Demand): Promise<Verification> {
    if (this.#isClosed) return unavailable();
    if (isToken(token)) return this.#recall(token, demand) ?? this.#questions.ask(token, demand);
    if (!isJwt(token)) return refused("malformed");
    this.#jwtChecks += 1;
    return this.#recall(token, demand) ?? this.#jwts.verify(token, demand);
  }

  #conclude(asked: Asked, answer: Answer): Verification {
    if (!isConsistent(answer, asked, this.#asked)) return unavailable();
    this.#organization ??= answer.described?.token.organization ?? null;
    const entry = toEntry(answer, asked, this.#asked, this.#settings.maxAgeMs);
    const { recent } = this.#feed.known;
    if (entry !== null && !this.#isClosed && !recent.concerns(entry, asked.sent.running - SETTLING_MS))
      this.#memory.remember(asked.token, entry);
    return toVerification(answer);
  }
}
