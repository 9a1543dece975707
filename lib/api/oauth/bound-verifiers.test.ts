import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { superAdmin } from "../../../tools/testing/actors";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { countStatements } from "../../../tools/testing/statements";
import { tokenCache } from "../../access/token-cache";
import { createApi, deleteApi } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import type { Result } from "../../platform/result/result";
import { setGrants } from "../../tokens/grants";
import { issueToken } from "../../tokens/issuing";
import { revokeToken } from "../../tokens/revoking";
import { issueTokenSchema } from "../../tokens/schema";
import { setVerifies } from "../../tokens/verifies";
import { call } from "../testing/call";

const { url, post, secretOf } = useSeededApi();

const ORGANIZATION = "lunalectric";
const BILLING = "urn:lunalectric:billing";
const MAIL = "urn:lunalectric:mail";
const INACTIVE = { active: false };

const ids = new Map<string, string>();
const secrets = new Map<string, string>();
const secret = (name: string) => secrets.get(name) ?? secretOf(name);
const id = (name: string) => ids.get(name) ?? "";

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

async function issue(name: string, fields: object): Promise<void> {
  const issued = must(await issueToken(superAdmin(ORGANIZATION), issueTokenSchema.parse({ name, ...fields })));
  secrets.set(name, issued.secret.reveal());
  ids.set(name, issued.token.id);
}

async function register(identifier: string): Promise<void> {
  const scopes = [{ name: "read" }, { name: "write" }];
  const input = createApiSchema.parse({ identifier, name: "An API", scopes });
  ids.set(identifier, must(await createApi(superAdmin(ORGANIZATION), input)).api.id);
}

beforeAll(async () => {
  await register(BILLING);
  await register(MAIL);
  const [read] = [{ scopes: ["read"] }];
  await issue("billing", { grants: [{ api: BILLING, ...read }], subject: "cus_1" });
  await issue("mail", { grants: [{ api: MAIL, ...read }] });
  await issue("everything", {
    permissions: ["owner"],
    spaceId: "mars-rover",
    grants: [
      { api: BILLING, ...read },
      { api: MAIL, ...read },
    ],
  });
  await issue("for billing", { permissions: ["verifier"], verifies: [BILLING] });
  await issue("for both", { permissions: ["verifier"], verifies: [BILLING, MAIL] });
  await issue("for nothing", { permissions: ["verifier"], verifies: [] });
});

const bearerOf = (name: string) => ({ authorization: `Bearer ${secret(name)}` });

async function introspect(name: string, form: Record<string, string>, as: string) {
  const answer = await post("/oauth/introspect", { token: secret(name), ...form }, bearerOf(as));
  expect(answer.status).toBe(200);
  return (await answer.json()) as Record<string, unknown>;
}

async function verify(name: string, check: object, as: string) {
  const answer = await fetch(url("/api/v1/verify"), {
    method: "POST",
    body: JSON.stringify({ token: secret(name), ...check }),
    headers: { ...bearerOf(as), "content-type": "application/json" },
  });
  return (await answer.json()) as Record<string, unknown> & { token?: Record<string, unknown> };
}

const UNKNOWN = { valid: false, code: "unknown" };

describe("a Verifier that is bound to one API", () => {
  test("is asked about that API where none is named", async () => {
    for (const form of [{}, { resource: BILLING }] as Record<string, string>[])
      for (const name of ["billing", "everything"])
        expect(await introspect(name, form, "for billing")).toMatchObject({
          active: true,
          aud: BILLING,
          scope: "read",
        });
    for (const check of [{}, { scopes: ["read"] }, { api: BILLING, scopes: ["read"] }])
      expect(await verify("billing", check, "for billing")).toMatchObject({ code: "valid" });
    expect(await verify("billing", { scopes: ["write"] }, "for billing")).toMatchObject({ code: "insufficient_scope" });
  });

  test("sees nothing of a token but the scopes of that API", async () => {
    expect(await introspect("everything", {}, "for billing")).not.toHaveProperty("spaces");
    const { token } = await verify("everything", {}, "for billing");
    expect(token).toMatchObject({
      permissions: [],
      spaces: ["*"],
      grants: [{ api: BILLING, scopes: ["read"] }],
    });
    expect((await verify("billing", {}, "for billing")).token).toMatchObject({ subject: "cus_1" });
  });

  test("does not know a token without a scope of it, dead or alive, nor another API", async () => {
    await issue("dead", { grants: [{ api: MAIL, scopes: ["read"] }] });
    must(await revokeToken(superAdmin(ORGANIZATION), { tokenId: id("dead") }));
    for (const name of ["mail", "dead", "Organization owner", "Organization verifier", "Solar owner"]) {
      expect(await introspect(name, {}, "for billing")).toEqual(INACTIVE);
      expect(await verify(name, {}, "for billing")).toEqual(UNKNOWN);
    }
    for (const resource of [MAIL, "urn:no:such", url(), ORGANIZATION, "mars-rover"])
      expect(await introspect("everything", { resource }, "for billing")).toEqual(INACTIVE);
    expect(await introspect("everything", { permission: "viewer" }, "for billing")).toEqual(INACTIVE);
    for (const check of [
      { api: MAIL },
      { api: "urn:no:such" },
      { api: url() },
      { permission: "owner" },
      { space: "mars-rover" },
    ])
      expect(await verify("everything", check, "for billing")).toEqual(UNKNOWN);
  });

  test("learns why a token that it knows is refused", async () => {
    await issue("gone", { grants: [{ api: BILLING, scopes: ["read"] }] });
    must(await revokeToken(superAdmin(ORGANIZATION), { tokenId: id("gone") }));
    expect(await verify("gone", {}, "for billing")).toMatchObject({ code: "revoked" });
    expect(await introspect("gone", {}, "for billing")).toEqual(INACTIVE);
  });
});

describe("a Verifier that is bound to several APIs, or none", () => {
  test("is asked about Latchkey's own API where none is named, which it does not know", async () => {
    for (const as of ["for both", "for nothing"])
      for (const name of ["billing", "everything"]) {
        expect(await introspect(name, {}, as)).toEqual(INACTIVE);
        expect(await verify(name, {}, as)).toEqual(UNKNOWN);
      }
    const refused = await verify("billing", { scopes: ["read"] }, "for both");
    expect(refused).toMatchObject({ code: "invalid_input", errors: [{ field: "scopes" }] });
  });

  test("knows each of its APIs, and with an empty list no token", async () => {
    for (const api of [BILLING, MAIL]) {
      expect(await introspect("everything", { resource: api }, "for both")).toMatchObject({ aud: api });
      expect(await introspect("everything", { resource: api }, "for nothing")).toEqual(INACTIVE);
      expect(await verify("everything", { api }, "for nothing")).toEqual(UNKNOWN);
    }
    expect(await verify("billing", { api: MAIL }, "for both")).toMatchObject({ code: "wrong_api" });
  });

  test("as the one that is not bound, has to name the API of scopes", async () => {
    const answer = await verify("billing", { scopes: ["read"] }, "Organization verifier");
    expect(answer).toMatchObject({ code: "invalid_input", errors: [{ field: "scopes" }] });
  });
});

/** A check of a token by a Verifier that is not bound, and the same by bound ones. */
const checks = [["Organization verifier", BILLING], ["for billing"], ["for both", BILLING]].map(
  ([as = "", api]) =>
    () => {
      const body = { token: secret("billing"), ...(api ? { api } : {}) };
      return call("POST", "/api/v1/verify", { token: secret(as), body });
    },
);

test("a cold check by a bound Verifier needs as many statements as by one that is not bound", async () => {
  for (const work of checks) expect((await countStatements(work)).statements).toBe(2);
});

describe("with a cache", () => {
  const startCache = async () => {
    tokenCache().start();
    await vi.waitUntil(() => tokenCache().find("") ?? tokenCache().state.holds, { timeout: 60_000 });
  };
  beforeAll(startCache, 120_000);
  afterAll(() => tokenCache().stop());

  test("a change of the binding, of a token's scopes and of an API is effective on the next request", async () => {
    await register("urn:lunalectric:short");
    const grants = [{ api: "urn:lunalectric:short", scopes: ["read"] }];
    await issue("short", { grants });
    await issue("for short", { permissions: ["verifier"], verifies: ["urn:lunalectric:short"] });
    const seen = { tokenId: id("for short"), version: null };
    const admin = superAdmin(ORGANIZATION);
    const code = async () => (await verify("short", { api: "urn:lunalectric:short" }, "for short")).code;
    expect([await code(), await code()]).toEqual(["valid", "valid"]);
    must(await setVerifies(admin, { ...seen, verifies: [MAIL] }));
    expect(await code()).toBe("unknown");
    must(await setVerifies(admin, { ...seen, verifies: ["urn:lunalectric:short"] }));
    expect([await code(), await code()]).toEqual(["valid", "valid"]);
    const billing = [{ api: BILLING, scopes: ["read"] }];
    must(await setGrants(admin, { tokenId: id("short"), version: null, grants: billing }));
    expect(await code()).toBe("unknown");
    must(await setGrants(admin, { tokenId: id("short"), version: null, grants: [...grants, ...billing] }));
    expect(await code()).toBe("valid");
    must(await deleteApi(admin, { apiId: id("urn:lunalectric:short") }));
    expect(await code()).toBe("unknown");
    expect(await verify("short", {}, "for short")).toEqual(UNKNOWN);
    await register("urn:lunalectric:short");
    must(await setGrants(admin, { tokenId: id("short"), version: null, grants }));
    expect(await code()).toBe("unknown");
  });

  test("is about no API that was not named, after the other one of two was deleted", async () => {
    await register("urn:lunalectric:other");
    const verifies = [BILLING, "urn:lunalectric:other"];
    await issue("for one of two", { permissions: ["verifier"], verifies });
    expect(await introspect("billing", {}, "for one of two")).toEqual(INACTIVE);
    must(await deleteApi(superAdmin(ORGANIZATION), { apiId: id("urn:lunalectric:other") }));
    expect(await introspect("billing", {}, "for one of two")).toEqual(INACTIVE);
    expect(await verify("billing", {}, "for one of two")).toEqual(UNKNOWN);
    expect(await introspect("billing", { resource: BILLING }, "for one of two")).toMatchObject({ active: true });
  });

  test("a hot check by a bound Verifier needs no statement", async () => {
    for (const work of checks) await work();
    const query = vi.spyOn(pg.Client.prototype, "query");
    for (const work of checks) expect(await (await work()).json()).toMatchObject({ code: "valid" });
    const names = query.mock.calls.map(([first]) => (first as { name?: string } | undefined)?.name);
    query.mockRestore();
    expect(names.filter((name) => name?.startsWith("token"))).toEqual([]);
  });
});
