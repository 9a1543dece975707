import { once } from "node:events";
import { createServer, request as send, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { describe, expect, test, type TestContext } from "vitest";
import type { GuardOptions } from "../adapters/shared/guard.js";
import type { Refused, Verifier } from "../index.js";
import { API } from "./fake-answers";
import { latchkeyFor } from "./use-latchkey";

/** Names and values, as they are sent. */
export type SentHeaders = readonly (readonly [name: string, value: string])[];

export interface GuardedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON of the challenge, or of the handler: `{ "id": "<the token's id>" }`. */
  readonly body: unknown;
}

/** Sends a request to a program behind an adapter. */
export type AskGuarded = (headers: SentHeaders, path?: string) => Promise<GuardedAnswer>;

/** Options that fit each framework: their functions do not look at the request. */
export type AnyOptions = GuardOptions<unknown>;

/** A program whose one handler is behind an adapter. It ends with the test. */
export type OpenGuarded = (verifier: Verifier, options: AnyOptions, context: TestContext) => Promise<AskGuarded>;

/** Serves on a socket of its own until the test ends. */
export async function serve(listener: RequestListener, { onTestFinished }: TestContext): Promise<AskGuarded> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (headers, path = "/") => askOver(port, headers, path);
}

async function askOver(port: number, headers: SentHeaders, path: string): Promise<GuardedAnswer> {
  const raw = [["Host", "127.0.0.1"], ...headers].flat();
  const request = send({ host: "127.0.0.1", port, path, headers: raw, agent: false }).end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const received = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  return { status: response.statusCode ?? 0, headers: new Headers(received), body: await json(response) };
}

const READ = "invoices:read";
const WRITE = "invoices:write";
const bearer = (token: string): SentHeaders => [["Authorization", `Bearer ${token}`]];
const NO_TOKEN = `Bearer realm="${API}"`;
const INVALID_TOKEN = `Bearer realm="${API}", error="invalid_token"`;
const INVALID_REQUEST = `Bearer realm="${API}", error="invalid_request"`;

/** What each adapter guarantees. `hasToken`: whether its handler gets the token. */
export function describeAdapter(name: string, openGuarded: OpenGuarded, { hasToken = true } = {}): void {
  describe(name, () => {
    const open = async (context: TestContext, options: AnyOptions = {}) => {
      const { latchkey, verifierWith } = await latchkeyFor(context);
      const refusals: Refused[] = [];
      const onRefused = (refused: Refused) => void refusals.push(refused);
      const ask = await openGuarded(verifierWith({ stream: false }), { onRefused, ...options }, context);
      return { latchkey, refusals, ask };
    };
    const expectRefused = (answer: GuardedAnswer, status: number, challenge: string | null) => {
      expect(answer.status).toBe(status);
      expect(answer.headers.get("www-authenticate")).toBe(challenge);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      expect(answer.body).toEqual({ type: "about:blank", status, title: expect.any(String) });
    };

    test("hands a good token's facts to the handler", async (context) => {
      const { latchkey, ask } = await open(context, { scopes: [READ] });
      const { id, secret } = latchkey.tokens.issue({ scopes: [READ] });
      const answer = await ask([["authorization", `bearer   ${secret}`]]);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({ id: hasToken ? id : null });
      expect(answer.headers.get("www-authenticate")).toBeNull();
    });

    test.for<[string, SentHeaders, string?]>([
      ["no header", []],
      ["another scheme", [["Authorization", "Basic YTpi"]]],
      ["another scheme with commas", [["Authorization", 'Digest username="a", realm="b"']]],
      ["a scheme that begins alike", [["Authorization", "BearerX abc"]]],
      ["the token without a scheme", [["Authorization", "TOKEN"]]],
      ["a token in the query", [], "/?access_token=TOKEN&token=TOKEN"],
      [
        "a token in other headers",
        [
          ["X-Forwarded-Authorization", "Bearer TOKEN"],
          ["Cookie", "Session=TOKEN"],
        ],
      ],
      ["a proxy's authorization", [["Proxy-Authorization", "Bearer TOKEN"]]],
    ])("asks for a token without an error code if there is %s", async ([, headers, path], context) => {
      const { latchkey, refusals, ask } = await open(context);
      const { secret } = latchkey.tokens.issue({ scopes: [READ] });
      const sent = headers.map(([key, value]) => [key, value.replace("TOKEN", secret)] as const);
      expectRefused(await ask(sent, path?.replaceAll("TOKEN", secret)), 401, NO_TOKEN);
      expect(latchkey.checks).toEqual([]);
      expect(refusals).toEqual([]);
    });

    test.for<[string, string]>([
      ["nothing", "Bearer"],
      ["garbage", "Bearer latch_garbage"],
      ["two words", "Bearer a b"],
      ["8,000 characters", `Bearer ${"a".repeat(8_000)}`],
      ["a JWT without a signature", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."],
      ["names of Object's prototype", "Bearer __proto__"],
    ])("refuses %s as a token, without asking Latchkey", async ([, value], context) => {
      const { latchkey, refusals, ask } = await open(context);
      expectRefused(await ask([["Authorization", value]]), 401, INVALID_TOKEN);
      expect(latchkey.checks).toEqual([]);
      expect(refusals).toMatchObject([{ code: "malformed" }]);
    });

    test("does not say why a token is not valid, and tells the log", async (context) => {
      const { latchkey, refusals, ask } = await open(context);
      const { id, secret } = latchkey.tokens.issue({ scopes: [READ] });
      const expired = latchkey.tokens.issue({ scopes: [READ], expiresAt: new Date(0) });
      latchkey.tokens.revoke(id);
      const answers = [await ask(bearer(secret)), await ask(bearer(expired.secret))];
      for (const answer of answers) expectRefused(answer, 401, INVALID_TOKEN);
      expect(answers[0]?.body).toEqual(answers[1]?.body);
      expect(refusals.map(({ code }) => code)).toEqual(["revoked", "expired"]);
    });

    test("names the scopes that a token lacks", async (context) => {
      const { latchkey, ask } = await open(context, { scopes: [READ, WRITE] });
      const { secret } = latchkey.tokens.issue({ scopes: [READ] });
      const challenge = `Bearer realm="${API}", error="insufficient_scope", scope="${READ} ${WRITE}"`;
      expectRefused(await ask(bearer(secret)), 403, challenge);
    });

    test("refuses a token of another API", async (context) => {
      const { latchkey, ask } = await open(context);
      const { secret } = latchkey.tokens.issue({ scopes: [] });
      expectRefused(await ask(bearer(secret)), 403, `Bearer realm="${API}", error="insufficient_scope"`);
    });

    test("says when a token with a limit may come back, and counts the cost", async (context) => {
      const { latchkey, ask } = await open(context, { cost: () => 3 });
      const { secret } = latchkey.tokens.issue({ scopes: [READ], requestsPerMinute: 5 });
      expect((await ask(bearer(secret))).status).toBe(200);
      const over = await ask(bearer(secret));
      expectRefused(over, 429, null);
      expect(over.headers.get("retry-after")).toBe("42");
    });

    test("lets nothing through while Latchkey cannot be asked", async (context) => {
      const { latchkey, ask } = await open(context);
      const { secret } = latchkey.tokens.issue({ scopes: [READ] });
      latchkey.intercept = () => ({ status: 503, headers: { "retry-after": "7" } });
      const answer = await ask(bearer(secret));
      expectRefused(answer, 503, null);
      expect(answer.headers.get("retry-after")).toBe("7");
    });

    test("passes the address on", async (context) => {
      const { latchkey, ask } = await open(context, { address: () => "192.0.2.7" });
      const near = latchkey.tokens.issue({ scopes: [READ], networks: ["192.0.2.0/24"] });
      const far = latchkey.tokens.issue({ scopes: [READ], networks: ["198.51.100.0/24"] });
      expect((await ask(bearer(near.secret))).status).toBe(200);
      expectRefused(await ask(bearer(far.secret)), 401, INVALID_TOKEN);
    });

    test("takes no address from headers", async (context) => {
      const { latchkey, ask } = await open(context);
      const { secret } = latchkey.tokens.issue({ scopes: [READ], networks: ["0.0.0.0/0"] });
      const claims: SentHeaders = [
        ["X-Forwarded-For", "192.0.2.7"],
        ["X-Real-IP", "192.0.2.7"],
      ];
      expectRefused(await ask([...bearer(secret), ...claims]), 401, INVALID_TOKEN);
    });

    test.for<[string, (good: string, other: string) => SentHeaders]>([
      ["twice", (good) => [...bearer(good), ...bearer(good)]],
      ["after another one", (good, other) => [...bearer(other), ...bearer(good)]],
      ["before another scheme", (good) => [...bearer(good), ["authorization", "Basic YTpi"]]],
      ["in one header, by a comma", (good, other) => bearer(`${other}, Bearer ${good}`)],
    ])("refuses a token that is sent %s", async ([, headers], context) => {
      const { latchkey, ask } = await open(context);
      const [good, other] = [1, 2].map(() => latchkey.tokens.issue({ scopes: [READ] }).secret) as [string, string];
      expectRefused(await ask(headers(good, other)), 400, INVALID_REQUEST);
      expect(latchkey.checks).toEqual([]);
    });

    test("lets nothing through if an option throws", async (context) => {
      const cost = () => {
        throw new TypeError("no cost");
      };
      const { latchkey, ask } = await open(context, { cost });
      const { secret } = latchkey.tokens.issue({ scopes: [READ] });
      expect((await ask(bearer(secret))).status).toBe(500);
    });
  });
}
