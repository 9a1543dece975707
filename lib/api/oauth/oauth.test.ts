import { setTimeout as sleep } from "node:timers/promises";
import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seed, type Seeded } from "../../../prisma/seed";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { tokenCache } from "../../auth/cache";
import { closeDatabase, db } from "../../db";
import { rotateSigningKeys } from "../../jwt/keys";
import { digestOf } from "../../tokens/digest";
import { serveApi } from "../testing/serve";

useTestDatabase();

let server: Awaited<ReturnType<typeof serveApi>>;
let seeded: Seeded;

beforeAll(async () => {
  seeded = await seed();
  server = await serveApi();
});
afterAll(async () => {
  await server.close();
  await closeDatabase();
});

const secretOf = (name: string) => {
  const found = seeded.tokens.find((token) => token.name === name);
  if (!found) throw new Error(`no token ${name}`);
  return found.secret;
};
const post = (path: string, form: Record<string, string> | [string, string][], headers: Record<string, string> = {}) => fetch(server.url + path, { method: "POST", body: new URLSearchParams(form), headers });
/** Posts a form as it stands; a stream goes in pieces, and says nothing of its length. */
const send = (path: string, body: string | ReadableStream, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded", ...headers }, duplex: "half" } as RequestInit);
/** A megabyte of a token, in pieces. */
const endless = () => new ReadableStream({ start: (controller) => [..."x".repeat(64)].forEach(() => controller.enqueue(Buffer.alloc(16_384, "x"))) ?? controller.close() });
const bearer = (name: string) => ({ authorization: `Bearer ${secretOf(name)}` });
const introspect = async (form: Record<string, string>, as = "Organization verifier") => (await post("/oauth/introspect", form, bearer(as))).json() as Promise<Record<string, unknown>>;

/** A token of its own, for what revokes. */
async function throwaway(): Promise<string> {
  const created = await import("../../tokens/mutations");
  const issued = await created.issueToken(
    { kind: "user", userId: "01900000-0000-7000-8000-000000000001", sessionId: "01900000-0000-7000-8000-000000000002", name: "Ada", email: "a@b.c", organizationId: seeded.organization.id, role: "super_admin", address: null },
    { name: `throwaway ${Math.random()}`, description: "", spaceId: null, permissions: ["viewer", "editor"] },
  );
  if (!issued.ok) throw new Error(issued.reason);
  return issued.secret.reveal();
}

describe("POST /oauth/introspect", () => {
  test("tells a verifier what an active token is good for", async () => {
    const answer = await introspect({ token: secretOf("Mars Rover editor"), token_type_hint: "access_token" });
    expect(answer).toMatchObject({ active: true, scope: "editor", username: "Mars Rover editor", token_type: "Bearer", organization: "lunalectric", spaces: ["mars-rover"], iss: server.url, aud: server.url });
    expect(answer.client_id).toBe(answer.sub);
    expect(answer.exp).toBeGreaterThan(answer.iat as number);
    expect(answer).not.toHaveProperty("allowed");
  });

  test("says exactly {active:false} of all that is not active, foreign or unknown", async () => {
    const live = secretOf("Organization viewer");
    const changed = live.slice(0, -1) + (live.endsWith("a") ? "b" : "a");
    for (const token of [secretOf("Old CI job"), secretOf("Leaked in a chat"), secretOf("Solar owner"), "garbage", changed, "ü"]) {
      expect(await introspect({ token })).toEqual({ active: false });
    }
  });

  test("a verifier of one space sees that space's tokens and organization-wide ones, no others", async () => {
    expect(await introspect({ token: secretOf("Mars Rover viewer") }, "Mars Rover verifier")).toMatchObject({ active: true });
    expect(await introspect({ token: secretOf("Organization viewer") }, "Mars Rover verifier")).toMatchObject({ active: true });
  });

  test.each([
    ["Organization owner", { permission: "editor" }, true],
    ["Organization viewer", { permission: "editor" }, false],
    ["Organization editor", { permission: "policy.write", resource: "moon-base" }, true],
    ["Mars Rover editor", { permission: "policy.write", resource: "moon-base" }, false],
    ["Mars Rover editor", { permission: "policy.write", resource: "mars-rover" }, true],
    ["Organization owner", { permission: "report.write" }, false],
    ["Mars Rover agent", { permission: "agent" }, true],
    ["Mars Rover owner", { resource: "lunalectric" }, false],
    ["Organization viewer", { resource: "lunalectric" }, true],
  ] as const)("%s, asked about %o, is allowed: %s", async (name, demand, allowed) => {
    expect(await introspect({ token: secretOf(name), ...demand })).toMatchObject({ active: true, allowed });
  });

  test("without Verifier, or without a token, nobody learns anything", async () => {
    const token = secretOf("Organization viewer");
    for (const name of ["Organization owner", "Organization editor", "Organization viewer", "Organization agent"]) {
      const refused = await post("/oauth/introspect", { token }, bearer(name));
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ error: "insufficient_scope" });
    }
    const anonymous = await post("/oauth/introspect", { token });
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get("www-authenticate")).toContain("Bearer");
    const password = Buffer.from("gateway:nothing").toString("base64");
    for (const [authorization, challenge] of [["Bearer nothing", 'Bearer realm="latchkey", error="invalid_token", error_description="The token is not valid."'], [`Basic ${password}`, 'Basic realm="latchkey"']] as const) {
      const dead = await post("/oauth/introspect", { token }, { authorization });
      expect([dead.status, dead.headers.get("www-authenticate")]).toEqual([401, challenge]);
    }
  });

  test("HTTP Basic with the token as the password serves here, and here alone", async () => {
    const basic = { authorization: `Basic ${Buffer.from(`gateway:${secretOf("Organization verifier")}`).toString("base64")}` };
    expect(await (await post("/oauth/introspect", { token: secretOf("Organization viewer") }, basic)).json()).toMatchObject({ active: true });
    expect((await fetch(`${server.url}/api/v1/token`, { headers: basic })).status).toBe(401);
  });

  test("a malformed request is an error of its own", async () => {
    const as = bearer("Organization verifier");
    expect((await post("/oauth/introspect", {}, as)).status).toBe(400);
    expect((await post("/oauth/introspect", [["token", "a"], ["token", "b"]], as)).status).toBe(400);
    expect((await post("/oauth/introspect", { token: "a", permission: "anything" }, as)).status).toBe(400);
    expect((await fetch(`${server.url}/oauth/introspect`, { method: "POST", body: "{}", headers: { ...as, "content-type": "application/json" } })).status).toBe(415);
    for (const body of ["x".repeat(20_000), endless()]) expect((await send("/oauth/introspect", body, as)).status).toBe(413);
    const get = await fetch(`${server.url}/oauth/introspect`, { headers: as });
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("a parameter without a value is as if it were left out", async () => {
    const answer = await introspect({ token: secretOf("Organization viewer"), token_type_hint: "", permission: "", resource: "", constructor: "anything" });
    expect(answer).toMatchObject({ active: true });
    expect(answer).not.toHaveProperty("allowed");
  });
});

describe("POST /oauth/revoke", () => {
  test("whoever holds a token may end it, and it is dead on the next request", async () => {
    const secret = await throwaway();
    expect((await post("/oauth/revoke", { token: secret })).status).toBe(200);
    expect((await fetch(`${server.url}/api/v1/token`, { headers: { authorization: `Bearer ${secret}` } })).status).toBe(401);
    expect(await introspect({ token: secret })).toEqual({ active: false });
    const stored = await db().tokenSecret.findUniqueOrThrow({ where: { digest: new Uint8Array(digestOf(secret)) }, include: { token: true } });
    expect(stored.token.revokedAt).not.toBeNull();
    const event = await db().auditEvent.findFirstOrThrow({ where: { resourceId: stored.tokenId, action: "token.revoked" } });
    expect(event).toMatchObject({ actorKind: "token", actorId: stored.tokenId });
  });

  test("unknown, malformed and dead tokens are 200 too; no token is an error", async () => {
    for (const token of ["nothing", secretOf("Leaked in a chat"), secretOf("Old CI job")]) expect((await post("/oauth/revoke", { token })).status).toBe(200);
    expect((await post("/oauth/revoke", {})).status).toBe(400);
  });

  test("a JWT cannot be taken back, and nobody is told that it was", async () => {
    const exchanged = await post("/oauth/token", { grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token_type: "urn:ietf:params:oauth:token-type:access_token", subject_token: secretOf("Organization viewer") });
    const { access_token } = (await exchanged.json()) as { access_token: string };
    const refused = await post("/oauth/revoke", { token: access_token });
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ error: "unsupported_token_type" })]);
  });
});

describe("/api/v1/forward-auth", () => {
  const ask = (query: string, headers: Record<string, string> = {}, method = "GET") => fetch(`${server.url}/api/v1/forward-auth?${query}`, { headers, method });

  test("lets a live token of the named organization pass, whatever the method, and says who it is", async () => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH"]) {
      const answer = await ask("organization=lunalectric&permission=viewer&space=mars-rover", bearer("Mars Rover editor"), method);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("x-latchkey-permissions")).toBe("editor");
      expect(answer.headers.get("x-latchkey-spaces")).toBe("mars-rover");
      expect(answer.headers.get("x-latchkey-organization")).toBe("lunalectric");
      expect(answer.headers.get("x-latchkey-token-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test.each([
    ["no token", "organization=lunalectric", {}, 401],
    ["another organization's token", "organization=lunalectric", "Solar owner", 401],
    ["a revoked token", "organization=lunalectric", "Leaked in a chat", 401],
    ["an expired token", "organization=lunalectric", "Old CI job", 401],
    ["too little", "organization=lunalectric&permission=editor", "Organization viewer", 403],
    ["another space", "organization=lunalectric&space=moon-base", "Mars Rover owner", 403],
    ["no organization in the configuration", "", "Organization owner", 403],
    ["an unknown permission in the configuration", "organization=lunalectric&permission=root", "Organization owner", 403],
  ] as const)("refuses %s", async (_name, query, as, status) => {
    const answer = await ask(query, typeof as === "string" ? bearer(as) : as);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(answer.headers.get("x-latchkey-token-id")).toBeNull();
  });

  test("the guarded application's own cookies do no harm, and the Session cookie counts only when asked for", async () => {
    const cookie = { cookie: `Session="${secretOf("Organization viewer")}"; other=1` };
    expect((await ask("organization=lunalectric", cookie)).status).toBe(401);
    expect((await ask("organization=lunalectric&cookie=1", cookie)).status).toBe(200);
    expect((await ask("organization=lunalectric", { ...cookie, ...bearer("Organization viewer") })).status).toBe(200);
    expect((await ask("organization=lunalectric&cookie=1", { ...cookie, ...bearer("Organization viewer") })).status).toBe(401);
  });
});

describe("POST /oauth/token", () => {
  const exchange = (form: Record<string, string>) => post("/oauth/token", { grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token_type: "urn:ietf:params:oauth:token-type:access_token", ...form });
  const verify = (jwt: string, options = {}) => jwtVerify(jwt, createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`)), { issuer: server.url, typ: "at+jwt", ...options });

  test("gives a JWT that a verifier can check offline", async () => {
    const answer = await exchange({ subject_token: secretOf("Mars Rover editor"), audience: "billing" });
    expect(answer.status).toBe(200);
    const { access_token, expires_in, token_type } = (await answer.json()) as { access_token: string; expires_in: number; token_type: string };
    expect([expires_in, token_type]).toEqual([300, "Bearer"]);
    const { payload, protectedHeader } = await verify(access_token, { audience: "billing" });
    expect(protectedHeader.alg).toBe("EdDSA");
    expect(payload).toMatchObject({ scope: "editor", organization: "lunalectric", spaces: ["mars-rover"] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test("is never wider than asked for, nor than the token", async () => {
    const secret = await throwaway();
    const narrow = (await (await exchange({ subject_token: secret, scope: "viewer" })).json()) as { scope: string };
    expect(narrow.scope).toBe("viewer");
    expect(await (await exchange({ subject_token: secret, scope: "viewer owner" })).json()).toMatchObject({ error: "invalid_scope" });
    expect(await (await exchange({ subject_token: secret, scope: "" })).json()).toMatchObject({ error: "invalid_scope" });
  });

  test("never outlives the token", async () => {
    const secret = await throwaway();
    const { tokenId } = await db().tokenSecret.findUniqueOrThrow({ where: { digest: new Uint8Array(digestOf(secret)) } });
    await db().$executeRaw`UPDATE "ApiToken" SET "expiresAt" = now() + interval '90 seconds' WHERE "id" = ${tokenId}::uuid`;
    const { expires_in } = (await (await exchange({ subject_token: secret, expires_in: "900" })).json()) as { expires_in: number };
    expect(expires_in).toBeLessThanOrEqual(90);
  });

  test("refuses dead tokens, other grants and lives out of bounds", async () => {
    expect(await (await exchange({ subject_token: secretOf("Leaked in a chat") })).json()).toMatchObject({ error: "invalid_request", error_description: "subject_token: not valid" });
    expect(await (await exchange({ subject_token: secretOf("Organization viewer"), grant_type: "password" })).json()).toMatchObject({ error: "unsupported_grant_type" });
    for (const expires_in of ["59", "901", "soon"]) expect(await (await exchange({ subject_token: secretOf("Organization viewer"), expires_in })).json()).toMatchObject({ error: "invalid_request" });
  });

  test("is for all that were named, or for nobody", async () => {
    const to = (...targets: [string, string][]) => post("/oauth/token", [["grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"], ["subject_token_type", "urn:ietf:params:oauth:token-type:access_token"], ["subject_token", secretOf("Organization viewer")], ...targets]);
    const many = (count: number) => Array.from({ length: count }, (_, i): [string, string] => (i % 2 ? ["audience", `a${i}`] : ["resource", `https://${i}.example/`]));
    const { access_token } = (await (await to(...many(10))).json()) as { access_token: string };
    expect((await verify(access_token)).payload.aud).toHaveLength(10);
    for (const targets of [many(11), [["resource", "billing"]], [["resource", "https://a.example/#part"]], [["audience", "x".repeat(501)]]] as [string, string][][]) {
      const refused = await to(...targets);
      expect([refused.status, refused.headers.get("cache-control"), await refused.json()]).toEqual([400, "no-store", expect.objectContaining({ error: "invalid_target" })]);
    }
  });

  test("is of the type that was asked for, and nobody acts for another", async () => {
    const typed = (form: Record<string, string>) => exchange({ subject_token: secretOf("Organization viewer"), ...form });
    for (const requested_token_type of ["jwt", "access_token"].map((type) => `urn:ietf:params:oauth:token-type:${type}`)) {
      expect(await (await typed({ requested_token_type })).json()).toMatchObject({ issued_token_type: requested_token_type });
    }
    expect(await (await typed({ requested_token_type: "urn:ietf:params:oauth:token-type:saml2" })).json()).toMatchObject({ error: "invalid_request" });
    expect(await (await typed({ actor_token: secretOf("Organization owner") })).json()).toMatchObject({ error: "invalid_request", error_description: "actor_token: nobody acts for another here" });
  });

  test("the API itself accepts no JWT", async () => {
    const { access_token } = (await (await exchange({ subject_token: secretOf("Organization viewer") })).json()) as { access_token: string };
    expect((await fetch(`${server.url}/api/v1/token`, { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(401);
  });

  test("a new key is published before it signs, and JWTs of the old one still verify", async () => {
    const { access_token } = (await (await exchange({ subject_token: secretOf("Organization viewer") })).json()) as { access_token: string };
    const before = (await verify(access_token)).protectedHeader.kid;
    const made = await rotateSigningKeys();
    const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string; d?: string }[] };
    expect(keys.map((key) => key.kid)).toEqual(expect.arrayContaining([before, made]));
    expect(keys.every((key) => key.d === undefined)).toBe(true);
    const next = (await (await exchange({ subject_token: secretOf("Organization viewer") })).json()) as { access_token: string };
    expect((await verify(next.access_token)).protectedHeader.kid).toBe(before);
  });
});

describe("GET /api/v1/revocations", () => {
  const poll = async (query: string, as = "Organization verifier") => (await fetch(`${server.url}/api/v1/revocations?${query}`, { headers: bearer(as) })).json() as Promise<{ items: { tokenId: string }[]; nextCursor: string }>;

  test("lists what was revoked since a cursor, and wakes a poll that waits", async () => {
    const { nextCursor } = await poll("");
    expect((await poll(`since=${nextCursor}`)).items).toEqual([]);
    const secret = await throwaway();
    const { tokenId } = await db().tokenSecret.findUniqueOrThrow({ where: { digest: new Uint8Array(digestOf(secret)) } });
    const waiting = poll(`since=${nextCursor}&wait=10`);
    await post("/oauth/revoke", { token: secret });
    expect((await waiting).items.map((item) => item.tokenId)).toEqual([tokenId]);
  });

  test("a poll that waits hears of it at once where the process listens", async () => {
    tokenCache().start();
    await expect.poll(() => tokenCache().find("") ?? tokenCache().state.holds, { timeout: 5_000 }).toBe(true);
    const { nextCursor } = await poll("");
    const secret = await throwaway();
    const waiting = poll(`since=${nextCursor}&wait=10`).then(({ items }) => [items.length, performance.now()] as const);
    await sleep(150);
    await post("/oauth/revoke", { token: secret });
    const revoked = performance.now();
    const [count, heard] = await waiting;
    expect(count).toBe(1);
    expect(heard - revoked).toBeLessThan(400);
    await tokenCache().stop();
  });

  test("waits as long as was said, and no longer", async () => {
    const started = performance.now();
    const { items } = await poll(`since=${(await poll("")).nextCursor}&wait=1`);
    expect(items).toEqual([]);
    expect(performance.now() - started).toBeGreaterThan(990);
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  test("a cursor from nowhere begins, and one that the log does not reach is refused", async () => {
    expect((await poll("since=")).items.length).toBeGreaterThan(0);
    const ahead = Buffer.from(JSON.stringify(["999999"])).toString("base64url");
    expect(await poll(`since=${ahead}&wait=30`)).toMatchObject({ code: "invalid_request", errors: [{ field: "since" }] });
    for (const wait of ["31", "-1", "soon"]) expect(await poll(`wait=${wait}`)).toMatchObject({ code: "invalid_request", errors: [{ field: "wait" }] });
  });

  test("needs Verifier", async () => {
    expect(await poll("", "Organization owner")).toMatchObject({ code: "insufficient_scope" });
    expect(await poll("since=garbage")).toMatchObject({ code: "invalid_request" });
  });
});

describe("clients that others wrote", () => {
  const insecure = { [oauth.allowInsecureRequests]: true };

  test("oauth4webapi finds the endpoints, introspects and revokes", async () => {
    const issuer = new URL(server.url);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure }));
    expect(as.introspection_endpoint_auth_methods_supported).toEqual(["Bearer", "client_secret_basic"]);
    const client = { client_id: "gateway" };
    const authentication = oauth.ClientSecretBasic(secretOf("Organization verifier"));
    const token = await throwaway();
    const look = async () => oauth.processIntrospectionResponse(as, client, await oauth.introspectionRequest(as, client, authentication, token, insecure));
    expect(await look()).toMatchObject({ active: true, scope: "viewer editor" });
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, oauth.None(), token, insecure));
    expect(await look()).toEqual({ active: false });
  });

  test("openid-client introspects and revokes", async () => {
    const config = await openid.discovery(new URL(server.url), "gateway", undefined, openid.ClientSecretBasic(secretOf("Organization verifier")), { algorithm: "oauth2", execute: [openid.allowInsecureRequests] });
    const token = await throwaway();
    expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true });
    await openid.tokenRevocation(config, token);
    expect(await openid.tokenIntrospection(config, token)).toEqual({ active: false });
  });
});
