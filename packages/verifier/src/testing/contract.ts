import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";
import { createVerifier, type Verifier, type VerifierOptions } from "../index.js";
import type { TokenFields } from "./fake-tokens";
import { sourceOf, untilRemembered } from "./remembered";

/** A Latchkey, real or not, with one API that has the scopes of SCOPES. */
export interface LatchkeyUnderTest {
  /** Its issuer, and where it answers. */
  readonly url: string;
  /** The id of the organization, and a token of it with the permission Verifier. */
  readonly organization: string;
  readonly token: string;
  readonly api: string;
  /** Whether it answers streams of changes. */
  readonly hasStream: boolean;
  /** A token with scopes of the API. */
  issue(fields: TokenFields): Promise<{ readonly id: string; readonly secret: string }>;
  /** Each returns after the commit. */
  revoke(id: string): Promise<void>;
  revokeSubject(subject: string): Promise<void>;
  setScopes(id: string, scopes: readonly string[]): Promise<void>;
  /** A JWT for the API. */
  exchange(secret: string): Promise<string>;
  close(): Promise<void>;
}

export const SCOPES = ["invoices:read", "invoices:write"] as const;
const [READ, WRITE] = SCOPES;
/** The stated bound, and what a busy machine may add to the end of a check. */
const BOUND_MS = 1_000;

/** What a verifier guarantees, in front of any Latchkey. */
export function describeVerifier(name: string, open: () => Promise<LatchkeyUnderTest>): void {
  describe.concurrent(`a verifier in front of ${name}`, () => {
    let latchkey: LatchkeyUnderTest;
    beforeAll(async () => {
      latchkey = await open();
    });
    afterAll(() => latchkey.close());
    /** A verifier that is closed after the test. */
    const verifierFor = ({ onTestFinished }: TestContext, options: Partial<VerifierOptions> = {}) => {
      const { url, token, api, organization } = latchkey;
      const verifier = createVerifier({ issuer: url, token, api, organization, ...options });
      onTestFinished(() => verifier.close());
      return verifier;
    };
    /** How long after now a token is still accepted, in ms. Counts from the beginning of each check. */
    const acceptedFor = async (verifier: Verifier, secret: string): Promise<number> => {
      for (const from = performance.now(); ;) {
        const begun = performance.now();
        if (!(await verifier.verify(secret)).ok) return begun - from;
        expect(begun - from).toBeLessThan(10_000);
        await sleep(1);
      }
    };

    test("accepts a live token with its facts, at first by asking and later from memory", async (context) => {
      const { id, secret } = await latchkey.issue({ scopes: [READ], subject: "customer-1", metadata: { plan: "pro" } });
      const verifier = verifierFor(context);
      const token = {
        id,
        name: expect.any(String),
        organization: latchkey.organization,
        subject: "customer-1",
        scopes: [READ],
        metadata: { plan: "pro" },
        expiresAt: null,
      };
      expect(await verifier.verify(secret, { scopes: [READ] })).toEqual({ ok: true, token, source: "latchkey" });
      await untilRemembered(verifier, secret);
      expect(await verifier.verify(secret, { scopes: [READ] })).toEqual({ ok: true, token, source: "memory" });
    });

    test("refuses what is no token, no token of this organization, and a revoked one", async (context) => {
      const verifier = verifierFor(context);
      const { id, secret } = await latchkey.issue({ scopes: [READ] });
      await latchkey.revoke(id);
      await sleep(1_200);
      expect(await verifier.verify("latch_garbage")).toEqual({ ok: false, code: "malformed", status: 401 });
      expect(await verifier.verify("latch_0000000000000000000000000000000011IZTv")).toMatchObject({ status: 401 });
      expect(await verifier.verify(secret)).toEqual({ ok: false, code: "revoked", status: 401 });
    });

    test("refuses a token without the scope, from memory too", async (context) => {
      const verifier = verifierFor(context);
      const { secret } = await latchkey.issue({ scopes: [READ] });
      const lacking = { ok: false, code: "insufficient_scope", status: 403 };
      expect(await verifier.verify(secret, { scopes: [READ, WRITE] })).toEqual(lacking);
      await untilRemembered(verifier, secret);
      const { asks } = verifier.stats;
      expect(await verifier.verify(secret, { scopes: [READ, WRITE] })).toEqual(lacking);
      expect(verifier.stats.asks).toBe(asks);
    });

    test.for([{ stream: true }, { stream: false }])(
      "refuses a remembered token within the bound after its revocation (%o)",
      async ({ stream }, context) => {
        const verifier = verifierFor(context, { stream });
        const { id, secret } = await latchkey.issue({ scopes: [READ] });
        await untilRemembered(verifier, secret);
        await latchkey.revoke(id);
        expect(await acceptedFor(verifier, secret)).toBeLessThan(BOUND_MS);
      },
    );

    test("receives changes as a stream where there is one", async (context) => {
      const verifier = verifierFor(context);
      const { secret } = await latchkey.issue({ scopes: [READ] });
      await untilRemembered(verifier, secret);
      if (latchkey.hasStream) await context.expect.poll(() => verifier.stats.streaming).toBe(true);
      else expect(verifier.stats.streaming).toBe(false);
    });

    test("refuses all remembered tokens of a subject that was revoked", async (context) => {
      const verifier = verifierFor(context);
      const subject = `customer-${Date.now()}`;
      const tokens = await Promise.all([1, 2].map(() => latchkey.issue({ scopes: [READ], subject })));
      for (const { secret } of tokens) await untilRemembered(verifier, secret);
      await latchkey.revokeSubject(subject);
      for (const { secret } of tokens) expect(await acceptedFor(verifier, secret)).toBeLessThan(BOUND_MS);
    });

    test("demands the scopes that a remembered token has now", async (context) => {
      const verifier = verifierFor(context);
      const { id, secret } = await latchkey.issue({ scopes: [READ, WRITE] });
      await untilRemembered(verifier, secret);
      await latchkey.setScopes(id, [READ]);
      await context.expect
        .poll(async () => sourceOf(await verifier.verify(secret, { scopes: [WRITE] })), { timeout: BOUND_MS })
        .toBe("insufficient_scope");
      expect(await verifier.verify(secret, { scopes: [READ] })).toMatchObject({ ok: true });
    });

    test("never answers from memory for a token with networks, and needs the address", async (context) => {
      const verifier = verifierFor(context);
      const { secret } = await latchkey.issue({ scopes: [READ], networks: ["192.0.2.0/24"] });
      const until = performance.now() + 3_000;
      while (performance.now() < until) {
        expect(await verifier.verify(secret, { address: "192.0.2.7" })).toMatchObject({ ok: true, source: "latchkey" });
        await sleep(100);
      }
      expect(await verifier.verify(secret, { address: "198.51.100.7" })).toMatchObject({
        code: "network",
        status: 401,
      });
      expect(await verifier.verify(secret)).toMatchObject({ code: "network", status: 401 });
    });

    test("counts each check of a token with a limit, and says when to come back", async (context) => {
      const verifier = verifierFor(context);
      const { secret } = await latchkey.issue({ scopes: [READ], requestsPerMinute: 5 });
      const first = await verifier.verify(secret, { cost: 2 });
      expect(first).toMatchObject({ ok: true, source: "latchkey", limits: [{ limit: 5, remaining: 3 }] });
      for (let used = 2; used < 5; used += 1) expect(await verifier.verify(secret)).toMatchObject({ ok: true });
      const over = await verifier.verify(secret);
      expect(over).toMatchObject({ ok: false, code: "rate_limited", status: 429 });
      expect(over.ok ? 0 : over.retryAfterSeconds).toBeGreaterThan(0);
    });

    test("refuses a remembered token from its expiration on", async (context) => {
      const verifier = verifierFor(context);
      const expiresAt = new Date(Date.now() + 6_000);
      const { secret } = await latchkey.issue({ scopes: [READ], expiresAt });
      await untilRemembered(verifier, secret);
      await sleep(Math.max(0, expiresAt.getTime() - Date.now()) + 50);
      expect(sourceOf(await verifier.verify(secret))).toBe("expired");
    });

    test("checks a JWT by its signature, and refuses it soon after its token was revoked", async (context) => {
      const verifier = verifierFor(context);
      const { id, secret } = await latchkey.issue({ scopes: [READ], subject: "customer-1" });
      const jwt = await latchkey.exchange(secret);
      const { asks } = verifier.stats;
      const accepted = await verifier.verify(jwt, { scopes: [READ] });
      expect(accepted).toMatchObject({ ok: true, source: "jwt" });
      expect(accepted.ok && accepted.token).toMatchObject({ id, subject: "customer-1", scopes: [READ], name: null });
      expect(await verifier.verify(jwt, { scopes: [WRITE] })).toMatchObject({ code: "insufficient_scope" });
      expect(verifier.stats.asks).toBe(asks);
      await latchkey.revoke(id);
      expect(await acceptedFor(verifier, jwt)).toBeLessThan(BOUND_MS);
      expect(await verifier.verify(jwt)).toMatchObject({ code: "revoked", status: 401 });
    });

    test("refuses JWTs that were issued before their token was narrowed", async (context) => {
      const verifier = verifierFor(context);
      const { id, secret } = await latchkey.issue({ scopes: [READ, WRITE] });
      const jwt = await latchkey.exchange(secret);
      expect(await verifier.verify(jwt, { scopes: [WRITE] })).toMatchObject({ ok: true });
      await latchkey.setScopes(id, [READ]);
      expect(await acceptedFor(verifier, jwt)).toBeLessThan(BOUND_MS);
    });

    test("is unavailable with another token than a Verifier's", async (context) => {
      const { secret } = await latchkey.issue({ scopes: [READ] });
      const errors: string[] = [];
      const onError = ({ message }: Error) => void errors.push(message);
      const verifier = verifierFor(context, { token: secret, onError });
      expect(await verifier.verify(secret)).toMatchObject({ code: "unavailable", status: 503 });
      await context.expect.poll(() => errors.join()).toContain("verifier's own token");
      expect(errors.join()).not.toContain(secret);
    });
  });
}
