import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { API, ORGANIZATION } from "./testing/fake-answers";
import { FakeLatchkey } from "./testing/fake-latchkey";
import { sourceOf, untilRemembered } from "./testing/remembered";
import { useLatchkey } from "./testing/use-latchkey";

const VERIFY = "/api/v1/verify";
const UNAVAILABLE = { ok: false, code: "unavailable", status: 503 };

/** A token as Latchkey describes it, in JSON, with metadata that is deep. */
const tokenWith = (deep: string) =>
  '{"id":"1","name":"n","organization":"acme","subject":null,"permissions":[],"expiresAt":null,' +
  `"grants":[{"api":"${API}","scopes":["read"]}],"metadata":{"deep":${deep}}}`;

describe("questions to Latchkey", () => {
  const { latchkey, verifierWith } = useLatchkey();
  const secrets = (count: number) =>
    Array.from({ length: count }, () => latchkey().tokens.issue({ scopes: ["read"] }).secret);

  test("of one tick are asked together, up to 100 in a request, in their order", async () => {
    const verifier = verifierWith();
    const asked = secrets(250);
    const dead = asked.filter((_, at) => at % 7 === 0);
    for (const secret of dead) latchkey().tokens.revoke(latchkey().tokens.find(secret)?.id ?? "");
    const results = await Promise.all(asked.map((secret) => verifier.verify(secret)));
    expect(results.map(sourceOf)).toEqual(asked.map((_, at) => (at % 7 === 0 ? "revoked" : "latchkey")));
    const lengths = latchkey().checks.map(({ length }) => length);
    expect(lengths.sort((a, b) => b - a)).toEqual([100, 100, 50]);
  });

  test("are at most as many requests at a time as allowed, and the others wait together", async () => {
    latchkey().delayMs = 1_500; // longer than all of them need to be asked
    const verifier = verifierWith({ maxRequests: 1 });
    const [first = "", ...others] = secrets(51);
    const answers = [verifier.verify(first)];
    await sleep(30);
    for (const secret of others) {
      answers.push(verifier.verify(secret));
      await sleep(0);
    }
    expect((await Promise.all(answers)).map(sourceOf)).toEqual(Array(51).fill("latchkey"));
    expect(latchkey().checks.map(({ length }) => length)).toEqual([1, 50]);
  });

  test("that wait are answered from memory when the token has become known", async () => {
    const verifier = verifierWith({ maxRequests: 1 });
    const [secret = "", slow = ""] = secrets(2);
    await untilRemembered(verifier, slow);
    latchkey().delayMs = 200;
    const first = verifier.verify(secret);
    await sleep(50);
    const second = verifier.verify(secret);
    expect([sourceOf(await first), sourceOf(await second)]).toEqual(["latchkey", "memory"]);
  });

  test("are unavailable at once when too many wait", async () => {
    latchkey().delayMs = 500;
    const verifier = verifierWith({ maxWaiting: 10 });
    const results = secrets(12).map((secret) => verifier.verify(secret));
    const begun = performance.now();
    expect(await Promise.all(results.slice(10))).toMatchObject([UNAVAILABLE, UNAVAILABLE]);
    expect(performance.now() - begun).toBeLessThan(300);
    expect((await Promise.all(results.slice(0, 10))).map(sourceOf)).toEqual(Array(10).fill("latchkey"));
  });

  test("are unavailable after the timeout, also those that were never sent", async () => {
    latchkey().delayMs = 10_000;
    const verifier = verifierWith({ timeoutMs: 300, maxRequests: 1 });
    const begun = performance.now();
    const [first = "", second = ""] = secrets(2);
    const asked = verifier.verify(first);
    await sleep(100);
    const waiting = verifier.verify(second);
    expect(await asked).toMatchObject(UNAVAILABLE);
    expect(await waiting).toMatchObject(UNAVAILABLE);
    expect(performance.now() - begun).toBeLessThan(800);
  });

  test.each([301, 302, 303, 307, 308])("follow no redirect: status %i takes no token elsewhere", async (status) => {
    const elsewhere = await FakeLatchkey.start();
    try {
      const location = (path: string) => ({ location: elsewhere.url + path });
      latchkey().intercept = (path) => ({ status, headers: location(path) });
      const verifier = verifierWith({ organization: ORGANIZATION });
      const { secret } = latchkey().tokens.issue({ scopes: ["read"] });
      expect(await verifier.verify(secret)).toMatchObject(UNAVAILABLE);
      expect(await verifier.verify(await latchkey().exchange(secret))).toMatchObject(UNAVAILABLE);
      expect(latchkey().count("/.well-known/jwks.json")).toBe(1);
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  test("change nothing of this process, whatever names and depths an answer has", async () => {
    const [secret = ""] = secrets(1);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const bodies = [
      '{"__proto__":{"results":[{"valid":true,"code":"valid"}],"isAdmin":true}}',
      '{"results":[{"__proto__":{"valid":true,"code":"valid"},"isAdmin":true}]}',
      '{"results":[{"valid":false,"code":"__proto__"}]}',
      '{"results":[{"valid":false,"code":"constructor"}]}',
      `{"results":[{"valid":true,"code":"valid","token":${tokenWith(deep)}}]}`,
    ];
    const verifier = verifierWith();
    const sources: string[] = [];
    for (const body of bodies) {
      latchkey().intercept = (path) => (path === VERIFY ? { status: 200, body } : null);
      sources.push(sourceOf(await verifier.verify(secret)));
    }
    expect(sources).toEqual([...Array<string>(4).fill("unavailable"), "latchkey"]);
    expect("isAdmin" in {}).toBe(false);
  });

  test("whose answer is lost are not asked again", async () => {
    const verifier = verifierWith({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (url.includes(VERIFY)) throw new TypeError("the answer was lost");
        return response;
      },
    });
    expect(await verifier.verify(secrets(1)[0] ?? "", { cost: 1 })).toMatchObject(UNAVAILABLE);
    await sleep(200);
    expect(latchkey().count(VERIFY)).toBe(1);
  });

  test("pass on when Latchkey wants to be asked again", async () => {
    const verifier = verifierWith();
    latchkey().intercept = () => ({ status: 503, headers: { "retry-after": "17" } });
    expect(await verifier.verify(secrets(1)[0] ?? "")).toEqual({ ...UNAVAILABLE, retryAfterSeconds: 17 });
  });

  const token = {
    id: "x",
    name: "x",
    organization: "acme",
    permissions: [],
    grants: [{ api: "https://billing.acme.example", scopes: ["read"] }],
    subject: null,
    metadata: {},
    expiresAt: null,
  };
  const valid = { valid: true, code: "valid", token };
  test("are accepted by a complete answer", async () => {
    const verifier = verifierWith();
    latchkey().intercept = (path) =>
      path === VERIFY ? { status: 200, body: JSON.stringify({ results: [valid] }) } : null;
    expect(sourceOf(await verifier.verify(secrets(1)[0] ?? ""))).toBe("latchkey");
  });

  test.each<[string, string]>([
    ["no JSON", "<html>"],
    ["no results", "{}"],
    ["a single result", JSON.stringify(valid)],
    ["no result", JSON.stringify({ results: [] })],
    ["too many results", JSON.stringify({ results: [valid, valid] })],
    ["null", JSON.stringify({ results: [null] })],
    ["an unknown code", JSON.stringify({ results: [{ ...valid, valid: false, code: "dubious" }] })],
    ["a contradiction", JSON.stringify({ results: [{ ...valid, code: "revoked" }] })],
    ["valid as text", JSON.stringify({ results: [{ ...valid, valid: "true" }] })],
    ["no token", JSON.stringify({ results: [{ valid: true, code: "valid" }] })],
    ["a token without grants", JSON.stringify({ results: [{ ...valid, token: { ...token, grants: undefined } }] })],
    ["a token without scopes of the API", JSON.stringify({ results: [{ ...valid, token: { ...token, grants: [] } }] })],
    ["an expiration that is none", JSON.stringify({ results: [{ ...valid, token: { ...token, expiresAt: "soon" } }] })],
    ["metadata that is none", JSON.stringify({ results: [{ ...valid, token: { ...token, metadata: [] } }] })],
    ["limits that are none", JSON.stringify({ results: [{ ...valid, limits: {} }] })],
    ["more than anyone sends", `{"results":["${"x".repeat(34_000_000)}"]}`],
  ])("are unavailable by an answer with %s", async (_, body) => {
    const verifier = verifierWith();
    latchkey().intercept = (path) => (path === VERIFY ? { status: 200, body } : null);
    expect(await verifier.verify(secrets(1)[0] ?? "", { scopes: ["read"] })).toMatchObject(UNAVAILABLE);
  });

  test.each([301, 307, 204, 400, 401, 403, 404, 500])("are unavailable by an answer with status %i", async (status) => {
    const verifier = verifierWith();
    const elsewhere = `${latchkey().url}${VERIFY}?elsewhere`;
    latchkey().intercept = (path) => (path === VERIFY ? { status, headers: { location: elsewhere } } : null);
    expect(await verifier.verify(secrets(1)[0] ?? "")).toMatchObject(UNAVAILABLE);
    expect(latchkey().requests.join()).not.toContain("elsewhere");
  });

  test("are refused with a misspelled demand, also where the token is remembered", async () => {
    const verifier = verifierWith();
    const [secret = ""] = secrets(1);
    await untilRemembered(verifier, secret);
    await expect(verifier.verify(secret, { scope: ["admin"] } as object)).rejects.toThrow(TypeError);
  });

  test.each<[string, object]>([
    ["scopes as text", { scopes: "read" }],
    ["a scope with a space", { scopes: ["read write"] }],
    ["null", { scopes: null }],
    ["a misspelled field", { scope: ["read"] }],
    ["a negative cost", { cost: -1 }],
    ["half a cost", { cost: 0.5 }],
    ["too high a cost", { cost: 1_001 }],
  ])("are not asked with a demand that is none: %s", async (_, demand) => {
    const verifier = verifierWith();
    await expect(verifier.verify(secrets(1)[0] ?? "", demand)).rejects.toThrow(TypeError);
    expect(latchkey().count(VERIFY)).toBe(0);
  });

  test("leave text out that is no address, as clients may have sent it", async () => {
    const verifier = verifierWith();
    const [one = "", other = ""] = secrets(2);
    await Promise.all([
      verifier.verify(one, { address: "<script>" }),
      verifier.verify(other, { address: "2001:db8::1" }),
    ]);
    expect(
      latchkey()
        .checks.flat()
        .map(({ address }) => address),
    ).toEqual([undefined, "2001:db8::1"]);
  });

  test.each(["", " ", "x", "latch_short", "a.b", "a b.c.d", `${"x".repeat(100_000)}`, "\u0000"])(
    "are not asked about what is no token: %j",
    async (garbage) => {
      const verifier = verifierWith();
      expect(sourceOf(await verifier.verify(garbage))).toBe("malformed");
      expect(latchkey().count(VERIFY)).toBe(0);
    },
  );

  test.each([undefined, null, 5, {}])("are not asked about what is no text: %o", async (value) => {
    expect(sourceOf(await verifierWith().verify(value as string))).toBe("malformed");
  });

  test("are asked without the white space around a token", async () => {
    const [secret = ""] = secrets(1);
    expect(sourceOf(await verifierWith().verify(` ${secret}\n`))).toBe("latchkey");
  });

  test("are unavailable once the verifier is closed, also those that wait", async () => {
    latchkey().delayMs = 10_000;
    const verifier = verifierWith();
    const [secret = ""] = secrets(1);
    const waiting = verifier.verify(secret);
    await sleep(50);
    verifier.close();
    expect([sourceOf(await waiting), sourceOf(await verifier.verify(secret))]).toEqual(["unavailable", "unavailable"]);
  });
});
