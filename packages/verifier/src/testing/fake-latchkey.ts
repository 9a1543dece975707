import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { answerCheck, API, ORGANIZATION, type FakeCheck } from "./fake-answers";
import { FakeFeed } from "./fake-feed";
import { FakeTokens, stateAt } from "./fake-tokens";

export const VERIFIER_TOKEN = "latch_the-verifiers-own-token";
const PAGE = 100;

/** What a request is answered with in place of the usual. */
export interface Interception {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As much of Latchkey as a verifier asks, on node:http, with faults on demand. */
export class FakeLatchkey {
  readonly tokens = new FakeTokens();
  readonly feed = new FakeFeed(this.tokens);
  /** The paths of requests, with their queries. */
  readonly requests: string[] = [];
  /** The checks that were asked, by request. */
  readonly checks: (readonly FakeCheck[])[] = [];
  /** For how long after a change checks are answered from the cache of an instance as before, in ms. */
  staleMs = 0;
  /** How long an answer to checks is held back, in ms. */
  delayMs = 0;
  intercept: (path: string) => Interception | null = () => null;
  readonly #server: Server;
  readonly #keys: { readonly privateKey: CryptoKey; readonly jwk: JWK };

  private constructor(keys: { readonly privateKey: CryptoKey; readonly jwk: JWK }) {
    this.#keys = keys;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<FakeLatchkey> {
    const { privateKey, publicKey } = await generateKeyPair("EdDSA");
    const jwk = { ...(await exportJWK(publicKey)), kid: "k1", use: "sig", alg: "EdDSA" };
    const latchkey = new FakeLatchkey({ privateKey, jwk });
    latchkey.#server.listen(0, "127.0.0.1");
    await once(latchkey.#server, "listening");
    return latchkey;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often a path was asked. */
  count(path: string): number {
    return this.requests.filter((request) => request.split("?")[0] === path).length;
  }

  /** A JWT for a token, with other claims if they are given. */
  async exchange(secret: string, claims: Readonly<Record<string, unknown>> = {}, typ = "at+jwt"): Promise<string> {
    const token = this.tokens.find(secret);
    if (token === undefined) throw new Error("there is no such token");
    const { fields } = token;
    const issuedAt = Math.floor(Date.now() / 1_000);
    const networks = fields.networks === undefined ? {} : { networks: fields.networks };
    const usual = {
      iss: this.url,
      aud: API,
      sub: fields.subject ?? token.id,
      iat: issuedAt,
      exp: issuedAt + 300,
      client_id: token.id,
      scope: stateAt(token, performance.now()).scopes.join(" "),
      organization: ORGANIZATION,
    };
    return new SignJWT({ ...usual, ...networks, ...claims })
      .setProtectedHeader({ alg: "EdDSA", kid: "k1", typ })
      .sign(this.#keys.privateKey);
  }

  async close(): Promise<void> {
    this.feed.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    this.requests.push(url.pathname + url.search);
    const intercepted = this.intercept(url.pathname + url.search);
    if (intercepted !== null) {
      response.writeHead(intercepted.status, { "content-type": "application/json", ...intercepted.headers });
      response.end(intercepted.body ?? "{}");
      return;
    }
    if (url.pathname === "/.well-known/jwks.json") return json(response, { keys: [this.#keys.jwk] });
    if (request.headers.authorization !== `Bearer ${VERIFIER_TOKEN}`) return json(response, {}, 401);
    if (url.pathname === "/api/v1/verify") return this.#verify(request, response);
    if (url.pathname === "/api/v1/changes") return this.#changes(request, response, url.searchParams.get("since"));
    if (url.pathname === "/api/v1/revocations") return json(response, this.#revocations(url.searchParams.get("since")));
    json(response, {}, 404);
  }

  async #verify(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { checks } = JSON.parse(await text(request)) as { checks: readonly FakeCheck[] };
    this.checks.push(checks);
    const asOf = performance.now() - this.staleMs;
    const results = checks.map((check) => answerCheck(this.tokens, check, asOf));
    if (this.delayMs > 0) await sleep(this.delayMs);
    json(response, { results });
  }

  #changes(request: IncomingMessage, response: ServerResponse, since: string | null): void {
    if (request.headers.accept === "text/event-stream") {
      if (!this.feed.hasStream) return json(response, {}, 406);
      return this.feed.stream(request, response, since ?? "c0");
    }
    const answer = this.feed.answer(since);
    json(response, answer ?? {}, answer === null ? 400 : 200);
  }

  #revocations(since: string | null): object {
    const position = Number(since?.replace(/^r/, "") ?? 0);
    const items = this.tokens.revocations.slice(position, position + PAGE);
    return { items, nextCursor: `r${position + items.length}` };
  }
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
