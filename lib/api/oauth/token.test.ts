import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { superAdmin } from "../../../tools/testing/actors";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import type { UserActor } from "../../access/authorization/actor";
import { tokenCache } from "../../access/token-cache";
import { createApi, deleteApi, setScopes, updateApi } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import { db } from "../../platform/db";
import { issueToken } from "../../tokens/issuing";
import { issueTokenSchema } from "../../tokens/schema";
import { rotateSigningKeys } from "../../verification/keys";
import { digestKey, digestOf } from "../../access/credentials/token-digest";

const { url, secretOf, post, throwaway } = useSeededApi();

describe("POST /oauth/token", () => {
  const exchange = (form: Record<string, string>) =>
    post("/oauth/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      ...form,
    });
  const verify = (jwt: string, options = {}) =>
    jwtVerify(jwt, createRemoteJWKSet(new URL(url("/.well-known/jwks.json"))), {
      issuer: url(),
      typ: "at+jwt",
      ...options,
    });

  test("returns a JWT that a verifier can check offline", async () => {
    const answer = await exchange({ subject_token: secretOf("Mars Rover editor"), audience: url() });
    expect(answer.status).toBe(200);
    const { access_token, expires_in, token_type } = (await answer.json()) as {
      access_token: string;
      expires_in: number;
      token_type: string;
    };
    expect([expires_in, token_type]).toEqual([300, "Bearer"]);
    const { payload, protectedHeader } = await verify(access_token, { audience: url() });
    expect(protectedHeader.alg).toBe("EdDSA");
    expect(payload).toMatchObject({ scope: "editor", organization: "lunalectric", spaces: ["mars-rover"] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  test("never grants more than requested, or than the token has", async () => {
    const secret = await throwaway();
    const narrow = (await (await exchange({ subject_token: secret, scope: "viewer" })).json()) as { scope: string };
    expect(narrow.scope).toBe("viewer");
    expect(await (await exchange({ subject_token: secret, scope: "viewer owner" })).json()).toMatchObject({
      error: "invalid_scope",
    });
    expect(await (await exchange({ subject_token: secret, scope: "" })).json()).toMatchObject({
      error: "invalid_scope",
    });
  });

  test("never outlives the token", async () => {
    const secret = await throwaway();
    const { tokenId } = await db().tokenSecret.findUniqueOrThrow({
      where: { digest: new Uint8Array(digestOf(secret)) },
    });
    await db()
      .$executeRaw`UPDATE "ApiToken" SET "expiresAt" = now() + interval '90 seconds' WHERE "id" = ${tokenId}::uuid`;
    const { expires_in } = (await (await exchange({ subject_token: secret, expires_in: "900" })).json()) as {
      expires_in: number;
    };
    expect(expires_in).toBeLessThanOrEqual(90);
  });

  test("never outlives the token, also if the token is cached", async () => {
    tokenCache().start();
    await expect.poll(() => tokenCache().state.holds).toBe(true);
    const secret = await throwaway();
    const { tokenId } = await db().tokenSecret.findUniqueOrThrow({
      where: { digest: new Uint8Array(digestOf(secret)) },
    });
    const { expiresAt } = await db().apiToken.update({
      where: { id: tokenId },
      data: { expiresAt: new Date(Date.now() + 90_000) },
    });
    const expiryOf = async () =>
      decodeJwt(
        ((await (await exchange({ subject_token: secret, expires_in: "900" })).json()) as { access_token: string })
          .access_token,
      ).exp;
    const expected = Math.floor((expiresAt?.getTime() ?? 0) / 1000);
    /**
     * Whether the token was still cached 2 s after its first look-up. False if the machine stalled and the lease ended.
     */
    const isKnownAfterwards = async () => {
      expect(await expiryOf()).toBe(expected);
      const { changes } = tokenCache();
      await sleep(2_100);
      const known = tokenCache().find(digestKey(secret)) !== undefined && tokenCache().changes === changes;
      expect(await expiryOf()).toBe(expected);
      return known;
    };
    await expect.poll(isKnownAfterwards).toBe(true);
    await tokenCache().stop();
  });

  test("refuses dead tokens, other grant types and lifetimes out of range", async () => {
    expect(await (await exchange({ subject_token: secretOf("Leaked in a chat") })).json()).toMatchObject({
      error: "invalid_request",
      error_description: "subject_token: not valid",
    });
    expect(
      await (await exchange({ subject_token: secretOf("Organization viewer"), grant_type: "password" })).json(),
    ).toMatchObject({ error: "unsupported_grant_type" });
    // This error comes first, even if other parameters are missing (RFC 6749 section 5.2).
    const bare = await post("/oauth/token", { grant_type: "client_credentials" });
    expect([bare.status, await bare.json()]).toMatchObject([400, { error: "unsupported_grant_type" }]);
    expect(await (await post("/oauth/token", { subject_token: "x" })).json()).toMatchObject({
      error: "invalid_request",
    });
    for (const expires_in of ["59", "901", "soon"])
      expect(
        await (await exchange({ subject_token: secretOf("Organization viewer"), expires_in })).json(),
      ).toMatchObject({ error: "invalid_request" });
  });

  describe("for an API of the organization", () => {
    const IDENTIFIER = "https://api.lunalectric.example/v1";
    const scopes = ["invoices:read", "invoices:write", "users:read"];
    let ada: UserActor;
    let apiId: string;
    let secret: string;

    const issueWith = async (input: object) => {
      const issued = await issueToken(ada, issueTokenSchema.parse({ name: randomUUID(), ...input }));
      if (!issued.ok) throw new Error(issued.reason);
      return issued.secret.reveal();
    };
    const answerOf = async (form: Record<string, string>) =>
      (await (await exchange(form)).json()) as { access_token: string; scope: string; error?: string };

    beforeAll(async () => {
      const { id: organizationId } = await db().organization.findFirstOrThrow({ where: { id: "lunalectric" } });
      ada = superAdmin(organizationId);
      const input = { identifier: IDENTIFIER, name: "Billing", scopes: scopes.map((name) => ({ name })) };
      const created = await createApi(ada, createApiSchema.parse(input));
      if (!created.ok) throw new Error(created.reason);
      apiId = created.api.id;
      secret = await issueWith({ permissions: ["viewer"], grants: [{ api: IDENTIFIER, scopes: scopes.slice(0, 2) }] });
    });

    test.each(["audience", "resource"])("the JWT has its identifier and its scopes alone (%s)", async (parameter) => {
      const { access_token, scope } = await answerOf({ subject_token: secret, [parameter]: IDENTIFIER });
      expect(scope).toBe("invoices:read invoices:write");
      const { payload } = await verify(access_token, { audience: IDENTIFIER });
      expect(payload).toMatchObject({ scope, aud: IDENTIFIER, organization: "lunalectric" });
      expect(payload.client_id).toBe(payload.sub);
      expect(payload).not.toHaveProperty("spaces");
    });

    test("scope narrows it, and never widens it", async () => {
      const narrowed = { subject_token: secret, audience: IDENTIFIER };
      expect(await answerOf({ ...narrowed, scope: "invoices:read" })).toMatchObject({ scope: "invoices:read" });
      for (const scope of ["users:read", "viewer", "invoices:read users:read", ""])
        expect(await answerOf({ ...narrowed, scope })).toMatchObject({ error: "invalid_scope" });
    });

    test.each(["ES256", "RS256", "EdDSA"] as const)("it is signed by the API's algorithm: %s", async (algorithm) => {
      expect(await updateApi(ada, { apiId, algorithm })).toMatchObject({ ok: true });
      const { access_token } = await answerOf({ subject_token: secret, audience: IDENTIFIER });
      const { protectedHeader } = await verify(access_token, { audience: IDENTIFIER, algorithms: [algorithm] });
      expect(protectedHeader.alg).toBe(algorithm);
    });

    test("a JWT for Latchkey's own API has the permissions and no scope of another API", async () => {
      for (const form of [{}, { resource: url() }] as Record<string, string>[]) {
        const { access_token, scope } = await answerOf({ subject_token: secret, ...form });
        expect(scope).toBe("viewer");
        expect((await verify(access_token, { audience: url() })).payload).toMatchObject({ scope: "viewer" });
      }
    });

    test("a target of which the token has nothing is refused, and two targets are", async () => {
      const onlyScopes = await issueWith({ permissions: [], grants: [{ api: IDENTIFIER, scopes: ["users:read"] }] });
      const refused: Record<string, string>[] = [
        { subject_token: secretOf("Organization viewer"), audience: IDENTIFIER },
        { subject_token: secret, audience: "billing" },
        { subject_token: secret, audience: `${IDENTIFIER}/` },
        { subject_token: secret, resource: "https://other.example" },
        { subject_token: secret, audience: IDENTIFIER, resource: IDENTIFIER },
        { subject_token: onlyScopes },
        { subject_token: onlyScopes, audience: url() },
      ];
      for (const form of refused) {
        const answer = await exchange(form);
        expect([answer.status, answer.headers.get("cache-control"), await answer.json()]).toEqual([
          400,
          "no-store",
          expect.objectContaining({ error: "invalid_target" }),
        ]);
      }
    });

    test("no JWT is issued for a scope or an API that was removed", async () => {
      const kept = scopes.slice(1).map((name) => ({ name, description: "" }));
      expect(await setScopes(ada, { apiId, scopes: kept })).toMatchObject({ ok: true });
      expect(await answerOf({ subject_token: secret, audience: IDENTIFIER })).toMatchObject({
        scope: "invoices:write",
      });
      expect(await deleteApi(ada, { apiId })).toMatchObject({ ok: true });
      expect(await answerOf({ subject_token: secret, audience: IDENTIFIER })).toMatchObject({
        error: "invalid_target",
      });
    });
  });

  test("has the requested type, and delegation is refused", async () => {
    const typed = (form: Record<string, string>) =>
      exchange({ subject_token: secretOf("Organization viewer"), ...form });
    for (const requested_token_type of ["jwt", "access_token"].map(
      (type) => `urn:ietf:params:oauth:token-type:${type}`,
    )) {
      expect(await (await typed({ requested_token_type })).json()).toMatchObject({
        issued_token_type: requested_token_type,
      });
    }
    expect(
      await (await typed({ requested_token_type: "urn:ietf:params:oauth:token-type:saml2" })).json(),
    ).toMatchObject({ error: "invalid_request" });
    expect(await (await typed({ actor_token: secretOf("Organization owner") })).json()).toMatchObject({
      error: "invalid_request",
      error_description: "actor_token: delegation is not supported",
    });
  });

  test("the API itself accepts no JWT", async () => {
    const { access_token } = (await (await exchange({ subject_token: secretOf("Organization viewer") })).json()) as {
      access_token: string;
    };
    expect((await fetch(url("/api/v1/token"), { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(
      401,
    );
  });

  test("a new key is published before it signs, and JWTs of the old one still verify", async () => {
    const { access_token } = (await (await exchange({ subject_token: secretOf("Organization viewer") })).json()) as {
      access_token: string;
    };
    const before = (await verify(access_token)).protectedHeader.kid;
    const made = await rotateSigningKeys();
    const { keys } = (await (await fetch(url("/.well-known/jwks.json"))).json()) as {
      keys: { kid: string }[];
    };
    expect(keys.map((key) => key.kid)).toEqual(expect.arrayContaining([before, ...made]));
    for (const key of keys)
      for (const secret of ["d", "p", "q", "dp", "dq", "qi"]) expect(key).not.toHaveProperty(secret);
    const next = (await (await exchange({ subject_token: secretOf("Organization viewer") })).json()) as {
      access_token: string;
    };
    expect((await verify(next.access_token)).protectedHeader.kid).toBe(before);
  });
});
