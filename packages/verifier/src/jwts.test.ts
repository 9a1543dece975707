import { setTimeout as sleep } from "node:timers/promises";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTHeaderParameters } from "jose";
import { describe, expect, test } from "vitest";
import { API } from "./testing/fake-answers";
import { sourceOf } from "./testing/remembered";
import { useLatchkey } from "./testing/use-latchkey";

const REVOCATIONS = "/api/v1/revocations";
const JWKS = "/.well-known/jwks.json";

describe("JWTs", () => {
  const { latchkey, verifierWith } = useLatchkey();
  const verifierOf = (options: object = {}) => verifierWith({ organization: "acme", ...options });
  const issue = (fields: object = {}) => latchkey().tokens.issue({ scopes: ["read"], ...fields });
  const now = () => Math.floor(Date.now() / 1_000);

  test.each<[string, Record<string, unknown>, string]>([
    ["of another issuer", { iss: "https://elsewhere.example" }, "unknown"],
    ["for another API", { aud: "https://mail.acme.example" }, "wrong_api"],
    ["of another organization, which registered an API of the same identifier", { organization: "evil" }, "unknown"],
    ["that are over", { exp: 1_800_000_000 - 1_000_000_000 }, "expired"],
    ["that are not valid yet", { nbf: 4_000_000_000 }, "not_yet_valid"],
    ["that live longer than Latchkey's", { exp: 4_000_000_000 }, "malformed"],
    ["without a token's id", { client_id: undefined }, "unknown"],
    ["without scopes", { scope: undefined }, "unknown"],
    ["without an organization", { organization: undefined }, "unknown"],
    ["without a time of issue", { iat: undefined }, "unknown"],
    ["with scopes in a list", { scope: ["read"] }, "malformed"],
    ["with networks that are none", { networks: "0.0.0.0/0" }, "malformed"],
  ])("%s are refused", async (_, claims, code) => {
    const { secret } = issue();
    const jwt = await latchkey().exchange(secret, claims);
    expect(sourceOf(await verifierOf().verify(jwt))).toBe(code);
  });

  test("of another type are refused, and so are forged ones, which cost Latchkey nothing", async () => {
    const { id, secret } = issue();
    const verifier = verifierOf();
    expect(sourceOf(await verifier.verify(await latchkey().exchange(secret, {}, "JWT")))).toBe("unknown");
    const { privateKey } = await generateKeyPair("EdDSA");
    const claims = { iss: latchkey().url, aud: API, sub: id, client_id: id, scope: "read", organization: "acme" };
    const forged = (header: object) =>
      new SignJWT({ ...claims, iat: now(), exp: now() + 60 })
        .setProtectedHeader({ alg: "EdDSA", typ: "at+jwt", ...header })
        .sign(privateKey);
    expect(sourceOf(await verifier.verify(await forged({ kid: "k1" })))).toBe("unknown");
    expect(sourceOf(await verifier.verify(await forged({ kid: "k2" })))).toBe("unknown");
    const unsigned = `${btoa('{"alg":"none","typ":"at+jwt"}')}.${btoa(JSON.stringify(claims)).replace(/=/g, "")}.x`;
    expect((await verifier.verify(unsigned.replace(/=/g, ""))).ok).toBe(false);
    expect([latchkey().count(REVOCATIONS), latchkey().count(JWKS)]).toEqual([0, 1]);
  });

  test("are verified once, and answered from memory until a change concerns their token", async () => {
    const { id, secret } = issue({ subject: "customer-1" });
    const jwt = await latchkey().exchange(secret);
    const verifier = verifierOf();
    expect(sourceOf(await verifier.verify(jwt))).toBe("jwt");
    const { hits } = verifier.stats;
    expect(sourceOf(await verifier.verify(jwt, { scopes: ["read"] }))).toBe("jwt");
    expect(sourceOf(await verifier.verify(jwt, { scopes: ["write"] }))).toBe("insufficient_scope");
    expect(verifier.stats.hits).toBe(hits + 2);
    for (const item of [{ tokens: [id] }, { subject: "customer-1" }, { all: true } as const]) {
      expect(verifier.stats.entries).toBe(1);
      latchkey().tokens.note(item);
      await expect.poll(() => verifier.stats.entries, { interval: 5 }).toBe(0);
      expect(sourceOf(await verifier.verify(jwt))).toBe("jwt");
    }
  });

  test("read the list of revocations once for many checks, and again only after a change", async () => {
    const verifier = verifierOf();
    const verifyNew = async () => {
      const jwts = await Promise.all(Array.from({ length: 20 }, () => latchkey().exchange(issue().secret)));
      const verifications = await Promise.all(jwts.map((jwt) => verifier.verify(jwt)));
      expect(verifications.map(sourceOf)).toEqual(Array(20).fill("jwt"));
    };
    await verifyNew();
    expect(latchkey().count(REVOCATIONS)).toBe(1);
    await sleep(500);
    await verifyNew();
    expect(latchkey().count(REVOCATIONS)).toBe(1);
    latchkey().tokens.revoke(issue().id);
    await sleep(400);
    await verifyNew();
    // One answer has the new entry, and the next one no more.
    expect(latchkey().count(REVOCATIONS)).toBe(3);
  });

  test("of a token that was revoked before the verifier began are refused, however long the list is", async () => {
    const { id, secret } = issue();
    const jwt = await latchkey().exchange(secret);
    for (let others = 0; others < 250; others += 1) latchkey().tokens.revoke(issue().id);
    latchkey().tokens.revoke(id);
    expect(sourceOf(await verifierOf().verify(jwt))).toBe("revoked");
  });

  test("need the client's address where they name networks, and are never answered from memory then", async () => {
    const { secret } = issue({ networks: ["192.0.2.0/24", "2001:db8::/32"] });
    const jwt = await latchkey().exchange(secret);
    const verifier = verifierOf();
    const from = async (address?: string) => sourceOf(await verifier.verify(jwt, { address }));
    expect([await from("192.0.2.1"), await from("2001:db8::1"), await from("::ffff:192.0.2.1")]).toEqual(
      Array(3).fill("jwt"),
    );
    expect([await from("192.0.3.1"), await from("nonsense"), await from()]).toEqual(Array(3).fill("network"));
    expect(verifier.stats.entries).toBe(0);
  });

  test.each([
    ["the feed", "/api/v1/changes"],
    ["the list of revocations", REVOCATIONS],
    ["the keys", JWKS],
  ])("are unavailable without %s, and good once it is back", async (_, path) => {
    const jwt = await latchkey().exchange(issue().secret);
    const verifier = verifierOf();
    latchkey().intercept = (asked) => (asked.startsWith(path) ? { status: 500 } : null);
    expect(sourceOf(await verifier.verify(jwt))).toBe("unavailable");
    latchkey().intercept = () => null;
    await expect.poll(async () => sourceOf(await verifier.verify(jwt))).toBe("jwt");
  });

  test("do not flood Latchkey while its keys cannot be read", async () => {
    const verifier = verifierOf();
    latchkey().intercept = (asked) => (asked === JWKS ? { status: 500 } : null);
    const jwt = await latchkey().exchange(issue().secret);
    for (let checks = 0; checks < 50; checks += 1) expect((await verifier.verify(jwt)).ok).toBe(false);
    expect(latchkey().count(JWKS)).toBeLessThan(10);
  });

  test("are verified with the issuer's keys only, whatever their header says", async () => {
    const { id } = issue();
    const verifier = verifierOf();
    const { keys } = (await (await fetch(latchkey().url + JWKS)).json()) as { keys: [JWK] };
    const own = await generateKeyPair("ES256");
    const ownJwk = await exportJWK(own.publicKey);
    const publicKey = new TextEncoder().encode(JSON.stringify(keys[0]));
    const payload = { iss: latchkey().url, aud: API, sub: id, client_id: id, scope: "read", organization: "acme" };
    const forged = (header: JWTHeaderParameters, key: CryptoKey | Uint8Array) =>
      new SignJWT({ ...payload, iat: now(), exp: now() + 60 }).setProtectedHeader(header).sign(key);
    const common = { typ: "at+jwt", kid: "k1" };
    const jwts = await Promise.all([
      forged({ ...common, alg: "HS256" }, publicKey),
      forged({ ...common, alg: "ES256" }, own.privateKey),
      forged({ ...common, alg: "ES256", kid: "mine", jwk: ownJwk }, own.privateKey),
      forged({ ...common, alg: "ES256", kid: "mine", jku: `${latchkey().url}/jku` }, own.privateKey),
    ]);
    for (const jwt of jwts) expect(sourceOf(await verifier.verify(jwt))).toBe("unknown");
    expect(latchkey().count("/jku")).toBe(0);
  });

  test("are unavailable by a list of revocations that is not understood", async () => {
    const jwt = await latchkey().exchange(issue().secret);
    const body = JSON.stringify({ items: [{ kind: "revoked", tokenId: "x" }], nextCursor: "r1" });
    latchkey().intercept = (path) => (path.startsWith(REVOCATIONS) ? { status: 200, body } : null);
    expect(sourceOf(await verifierOf().verify(jwt))).toBe("unavailable");
  });

  test("are unavailable as long as the verifier's organization is not known", async () => {
    const { secret } = issue();
    const jwt = await latchkey().exchange(secret);
    const verifier = verifierWith();
    expect(sourceOf(await verifier.verify(jwt))).toBe("unavailable");
    await verifier.verify(secret);
    expect(sourceOf(await verifier.verify(jwt))).toBe("jwt");
    latchkey().feed.organization = "acme";
    expect(sourceOf(await verifierWith().verify(jwt))).toBe("jwt");
  });
});
