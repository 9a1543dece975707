import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { superAdmin } from "../../../tools/testing/actors";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { tokenCache } from "../../access/token-cache";
import { createApi, setScopes } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import type { Result } from "../../platform/result/result";
import { issueToken } from "../../tokens/issuing";
import { issueTokenSchema } from "../../tokens/schema";

const { url, bearer, introspect, post, secretOf } = useSeededApi();

const ORGANIZATION = "lunalectric";
const BILLING = "https://billing.lunalectric.example/v1?x=1&y=2";
const MAIL = "urn:lunalectric:mail";

let billing: string;
const secrets = new Map<string, string>();

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

async function issue(name: string, input: object): Promise<void> {
  const issued = must(await issueToken(superAdmin(ORGANIZATION), issueTokenSchema.parse({ name, ...input })));
  secrets.set(name, issued.secret.reveal());
}

beforeAll(async () => {
  const register = async (identifier: string, names: string[], organizationId = ORGANIZATION) =>
    must(
      await createApi(
        superAdmin(organizationId),
        createApiSchema.parse({ identifier, name: "An API", scopes: names.map((name) => ({ name })) }),
      ),
    ).api.id;
  billing = await register(BILLING, ["invoices:read", "invoices:write", "owner", "gone"]);
  await register(MAIL, ["send"]);
  const scopes = ["invoices:read", "owner"];
  await issue("billing", { grants: [{ api: BILLING, scopes }] });
  await issue("both", {
    permissions: ["viewer"],
    grants: [
      { api: BILLING, scopes },
      { api: MAIL, scopes: ["send"] },
    ],
  });
  await issue("mail", { grants: [{ api: MAIL, scopes: ["send"] }] });
});

const secret = (name: string) => secrets.get(name) ?? secretOf(name);

describe("introspection with the identifier of an API", () => {
  test("answers what the token has of that API, and nothing else", async () => {
    const answer = await introspect({ token: secret("both"), resource: BILLING });
    expect(answer).toMatchObject({ active: true, aud: BILLING, scope: "invoices:read owner", iss: url() });
    for (const absent of ["spaces", "allowed"]) expect(answer).not.toHaveProperty(absent);
    expect(answer.client_id).toBe(answer.sub);
    expect(await introspect({ token: secret("both"), resource: MAIL })).toMatchObject({ aud: MAIL, scope: "send" });
  });

  test.each([
    ["a token without a scope of it", "mail", BILLING],
    ["an API that does not exist", "both", "urn:lunalectric:other"],
    ["an identifier that differs in case", "both", MAIL.toUpperCase()],
    ["a token with permissions only", "Organization owner", BILLING],
  ])("is inactive for %s", async (_, name, resource) => {
    expect(await introspect({ token: secret(name), resource })).toEqual({ active: false });
  });

  test("without one or with the issuer's, concerns Latchkey's API: a scope called owner is no permission", async () => {
    const own: Record<string, string>[] = [{}, { resource: url() }];
    for (const question of [...own, { permission: "owner" }, { resource: ORGANIZATION }])
      expect(await introspect({ token: secret("billing"), ...question })).toEqual({ active: false });
    for (const question of own)
      expect(await introspect({ token: secret("both"), ...question })).toMatchObject({
        active: true,
        aud: url(),
        scope: "viewer",
        spaces: ["*"],
      });
    expect(await introspect({ token: secret("both"), resource: url(), permission: "owner" })).toMatchObject({
      allowed: false,
    });
    expect(await introspect({ token: secret("both"), resource: BILLING, permission: "viewer" })).toMatchObject({
      aud: BILLING,
      allowed: false,
    });
  });

  test("refuses what is neither an id nor an absolute URI", async () => {
    for (const resource of ["A B", "https://x#y", "x".repeat(600)])
      expect((await post("/oauth/introspect", { token: "x", resource }, bearer("Organization verifier"))).status).toBe(
        400,
      );
  });
});

describe("a token with a subject and metadata", () => {
  const metadata = { plan: "pro", name: "Søren" };
  beforeAll(() => issue("customer", { grants: [{ api: MAIL, scopes: ["send"] }], subject: "cus_1", metadata }));

  test("is introspected with both, and with its id as client_id", async () => {
    const answer = await introspect({ token: secret("customer"), resource: MAIL });
    expect(answer).toMatchObject({ sub: "cus_1", latchkey_metadata: metadata });
    expect(answer.client_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await introspect({ token: secret("mail"), resource: MAIL })).not.toHaveProperty("latchkey_metadata");
  });

  test("is let in with both in headers, the metadata only where the gateway asks for it", async () => {
    const { headers } = await ask("customer", { api: MAIL, metadata: "1" });
    expect(headers.get("x-latchkey-subject")).toBe("cus_1");
    const text = Buffer.from(headers.get("x-latchkey-metadata") ?? "", "base64url").toString();
    expect(JSON.parse(text)).toEqual(metadata);
    expect((await ask("customer", { api: MAIL })).headers.get("x-latchkey-metadata")).toBe("");
    const other = (await ask("mail", { api: MAIL, metadata: "1" })).headers;
    expect([other.get("x-latchkey-subject"), other.get("x-latchkey-metadata")]).toEqual(["", ""]);
  });
});

const ask = (name: string, query: Record<string, string>) =>
  fetch(url(`/api/v1/forward-auth?${new URLSearchParams({ organization: ORGANIZATION, ...query })}`), {
    headers: { authorization: `Bearer ${secret(name)}` },
  });

describe("forward-auth with an API", () => {
  test.each([
    ["billing", { api: BILLING }, 200],
    ["billing", { api: BILLING, scope: "invoices:read" }, 200],
    ["billing", { api: BILLING, scope: "owner invoices:read" }, 200],
    ["billing", { api: BILLING, scope: "invoices:read invoices:write" }, 403],
    ["billing", { api: BILLING, scope: "Owner" }, 403],
    ["billing", { api: MAIL }, 403],
    ["mail", { api: BILLING, scope: "send" }, 403],
    ["both", { api: MAIL, scope: "send" }, 200],
    ["Organization owner", { api: BILLING, scope: "owner" }, 403],
    ["billing", {}, 403],
    ["billing", { permission: "owner" }, 403],
    ["both", { permission: "owner" }, 403],
    ["both", { permission: "viewer" }, 200],
    ["both", { api: BILLING, permission: "viewer" }, 403],
    ["both", { api: BILLING, space: "mars-rover" }, 403],
    ["both", { scope: "send" }, 403],
    ["both", { api: "mail", scope: "send" }, 403],
    ["both", { api: MAIL, scope: " " }, 403],
    ["both", { api: MAIL, scope: 'send"' }, 403],
  ] as const)("%s with %j is %i", async (name, query, status) => {
    expect((await ask(name, query)).status).toBe(status);
  });

  test("names only the scopes of that API", async () => {
    const { headers } = await ask("both", { api: BILLING });
    expect(headers.get("x-latchkey-scopes")).toBe("invoices:read owner");
    expect([headers.get("x-latchkey-permissions"), headers.get("x-latchkey-spaces")]).toEqual(["", ""]);
    const own = (await ask("both", {})).headers;
    expect([own.get("x-latchkey-scopes"), own.get("x-latchkey-permissions"), own.get("x-latchkey-spaces")]).toEqual([
      "viewer",
      "viewer",
      "*",
    ]);
  });

  test("takes the issuer for Latchkey's own API, whose scopes are the permissions", async () => {
    expect((await ask("both", { api: url(), scope: "viewer" })).status).toBe(200);
    expect((await ask("both", { api: url(), scope: "viewer owner" })).status).toBe(403);
    expect((await ask("Organization owner", { api: url(), scope: "viewer editor" })).status).toBe(200);
    expect((await ask("both", { api: url(), scope: "invoices:read" })).status).toBe(403);
    expect((await ask("billing", { api: url() })).status).toBe(403);
  });

  test("says in the challenge which scopes it demanded", async () => {
    const answer = await ask("billing", { api: BILLING, scope: "invoices:write gone" });
    expect(answer.headers.get("www-authenticate")).toBe(
      'Bearer realm="latchkey", error="insufficient_scope", scope="invoices:write gone"',
    );
  });

  test("refuses a token of another organization, whose API may have the same identifier", async () => {
    expect((await ask("Solar owner", { api: BILLING })).status).toBe(401);
  });
});

describe("a check with a scope demanded", () => {
  beforeAll(async () => {
    tokenCache().start();
    for (const end = performance.now() + 60_000; !tokenCache().state.holds; await sleep(5)) {
      tokenCache().find("");
      if (performance.now() > end) throw new Error("the token cache has no lease");
    }
  });
  afterAll(() => tokenCache().stop());

  /** How many look-ups of tokens a call causes: each is one statement. */
  async function lookUpsOf(call: () => Promise<unknown>): Promise<number> {
    const before = tokenCache().lookUps;
    await call();
    return tokenCache().lookUps - before;
  }

  test("needs one statement for a token that is not in memory, and none for one that is", async () => {
    const forward = () => ask("both", { api: BILLING, scope: "invoices:read" });
    const introspected = () => introspect({ token: secret("both"), resource: BILLING });
    await introspected(); // the verifier's own token is in memory from here on
    must(await setScopes(superAdmin(ORGANIZATION), { apiId: billing, scopes: named("invoices:read", "owner") }));
    expect(await lookUpsOf(forward)).toBe(1);
    await untilInMemory(forward);
    await untilInMemory(introspected);
  });

  /** The lease may end at any time on a busy machine. */
  async function untilInMemory(call: () => Promise<unknown>): Promise<void> {
    for (let tries = 0; (await lookUpsOf(call)) > 0; tries += 1) {
      if (tries === 200) throw new Error("the token is looked up at every call");
      await sleep(20);
    }
  }

  test("refuses from the first request after the scope was removed", async () => {
    await issue("short", { grants: [{ api: BILLING, scopes: ["owner"] }] });
    const demand = { api: BILLING, scope: "owner" };
    expect((await ask("short", demand)).status).toBe(200);
    must(await setScopes(superAdmin(ORGANIZATION), { apiId: billing, scopes: named("invoices:read") }));
    expect((await ask("short", demand)).status).toBe(403);
    must(await setScopes(superAdmin(ORGANIZATION), { apiId: billing, scopes: named("invoices:read", "owner") }));
    expect((await ask("short", demand)).status).toBe(403);
  });

  const named = (...names: string[]) => names.map((name) => ({ name, description: "" }));
});
