import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Verifier, VerifierError } from "./index.js";
import type { FakeLatchkey } from "./testing/fake-latchkey";
import { sourceOf, untilRemembered } from "./testing/remembered";
import { latchkeyFor } from "./testing/use-latchkey";

const CHANGES = "/api/v1/changes";

describe.concurrent("the feed of changes", () => {
  const isPoll = (url: string, { headers }: RequestInit) =>
    url.includes(CHANGES) && new Headers(headers).get("accept") === "application/json";

  /** Who answered the checks of some seconds. */
  async function sourcesIn(verifier: Verifier, secret: string, ms: number): Promise<ReadonlySet<string>> {
    const sources = new Set<string>();
    for (const until = performance.now() + ms; performance.now() < until;) {
      sources.add(sourceOf(await verifier.verify(secret)));
      await sleep(20);
    }
    return sources;
  }

  test("makes nothing fresh by answers that arrive after the bound, however many there are", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (isPoll(url, init)) await sleep(1_050);
        return response;
      },
    });
    const remembered = async () => [sourceOf(await verifier.verify(secret)), verifier.stats.entries];
    await context.expect.poll(remembered).toEqual(["latchkey", 1]);
    expect([...(await sourcesIn(verifier, secret, 2_000))]).toEqual(["latchkey"]);
    expect(verifier.stats.fresh).toBe(false);
  });

  test("makes nothing fresh by its stream", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith();
    await untilRemembered(verifier, secret);
    await context.expect.poll(() => verifier.stats.streaming).toBe(true);
    latchkey.intercept = (path) => (path.startsWith(CHANGES) && !path.includes("heartbeat") ? { status: 503 } : null);
    await sleep(1_100);
    expect([...(await sourcesIn(verifier, secret, 1_000))]).toEqual(["latchkey"]);
    expect(verifier.stats.streaming).toBe(true);
  });

  test("makes nothing fresh by answers from a cache", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!isPoll(url, init)) return response;
        return new Response(response.body, { headers: { "content-type": "application/json", age: "1" } });
      },
    });
    expect([...(await sourcesIn(verifier, secret, 2_500))]).toEqual(["latchkey"]);
  });

  test("brings changes at once by its stream, while polls are far apart", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { id, secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith({ maxStaleMs: 60_000 });
    await untilRemembered(verifier, secret);
    await context.expect.poll(() => verifier.stats.streaming).toBe(true);
    latchkey.tokens.revoke(id);
    await context.expect.poll(() => verifier.stats.entries, { timeout: 1_000, interval: 10 }).toBe(0);
    latchkey.feed.cutStreams();
    await context.expect.poll(() => verifier.stats.streaming).toBe(false);
    await context.expect.poll(() => verifier.stats.streaming).toBe(true);
  });

  test("ends its stream with the verifier, also where a signal does not reach an answer's body", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith({
      fetch: async (url, init) => (isPoll(url, init) ? fetch(url, init) : fetch(url, { ...init, signal: null })),
    });
    await untilRemembered(verifier, secret);
    await context.expect.poll(() => latchkey.feed.streams).toBe(1);
    verifier.close();
    await context.expect.poll(() => latchkey.feed.streams).toBe(0);
  });

  test("is not asked for a stream again soon where there is none", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    latchkey.feed.hasStream = false;
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const errors: VerifierError[] = [];
    const verifier = verifierWith({ onError: (error) => void errors.push(error) });
    await sourcesIn(verifier, secret, 3_000);
    expect(latchkey.requests.filter((path) => path.includes("heartbeat"))).toHaveLength(1);
    expect([errors, verifier.stats.streaming]).toEqual([[], false]);
  });

  test("keeps answers out of memory that a change overtook, or instances may be behind with", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { id, secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith();
    const other = latchkey.tokens.issue({ scopes: ["read"] });
    await untilRemembered(verifier, other.secret);
    latchkey.delayMs = 400;
    const asked = verifier.verify(secret);
    await sleep(100);
    latchkey.tokens.note({ tokens: [id] });
    expect(sourceOf(await asked)).toBe("latchkey");
    latchkey.delayMs = 0;
    const sources = await Promise.all([verifier.verify(secret), verifier.verify(other.secret)]);
    expect(sources.map(sourceOf)).toEqual(["latchkey", "memory"]);
    expect([...(await sourcesIn(verifier, secret, 800))]).toEqual(["latchkey"]);
    await untilRemembered(verifier, secret);
  });

  test("never lets an instance that is behind bring a revoked token back", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { id, secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith();
    await untilRemembered(verifier, secret);
    latchkey.staleMs = 1_100;
    latchkey.tokens.revoke(id);
    await context.expect.poll(() => verifier.stats.entries, { interval: 5 }).toBe(0);
    expect(await sourcesIn(verifier, secret, 1_200)).not.toContain("memory");
    expect([...(await sourcesIn(verifier, secret, 1_000))]).toEqual(["revoked"]);
  });

  test.for<[string, (latchkey: FakeLatchkey) => void]>([
    ["is told to begin anew", ({ feed }) => void (feed.keptFrom = 100)],
    ["is refused", ({ tokens }) => void tokens.changes.splice(0)],
  ])("begins without a cursor, and with an empty memory, when its cursor %s", async ([, lose], context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    const verifier = verifierWith({ stream: false });
    for (let changes = 0; changes < 3; changes += 1) latchkey.tokens.note({ subject: "someone" });
    await untilRemembered(verifier, secret);
    lose(latchkey);
    await context.expect.poll(() => verifier.stats.entries).toBe(0);
    latchkey.feed.keptFrom = 0;
    await untilRemembered(verifier, secret);
  });

  test.for<[number, Readonly<Record<string, string>>]>([
    [401, {}],
    [429, { "retry-after": "30" }],
  ])("is left alone for a while after status %i", async ([status, headers], context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    latchkey.intercept = (path) => (path.startsWith(CHANGES) ? { status, headers } : null);
    const errors: VerifierError[] = [];
    const verifier = verifierWith({ onError: (error) => void errors.push(error) });
    expect([...(await sourcesIn(verifier, secret, 2_000))]).toEqual(["latchkey"]);
    expect(latchkey.count(CHANGES)).toBeLessThanOrEqual(2);
    expect(errors).toMatchObject([{ during: "changes", reason: "status", status }]);
  });

  test("is asked again soon after a failure, and a callback that throws ends nothing", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    latchkey.intercept = (path) => (path.startsWith(CHANGES) ? { status: 500 } : null);
    const verifier = verifierWith({
      onError: () => {
        throw new Error("as the callback does");
      },
    });
    await sourcesIn(verifier, secret, 1_000);
    expect(latchkey.count(CHANGES)).toBeLessThan(8);
    latchkey.intercept = () => null;
    await untilRemembered(verifier, secret);
  });

  test("may be as far behind as it says, and the bound still holds", async (context) => {
    const { latchkey, verifierWith } = await latchkeyFor(context);
    const { secret } = latchkey.tokens.issue({ scopes: ["read"] });
    latchkey.feed.lagMs = 1_000;
    const verifier = verifierWith({ stream: false });
    expect([...(await sourcesIn(verifier, secret, 2_500))]).toEqual(["latchkey"]);
  });
});
