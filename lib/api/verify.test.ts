import { beforeAll, describe, expect, test } from "vitest";
import { superAdmin } from "../../tools/testing/actors";
import { countStatements } from "../../tools/testing/statements";
import { useSeededApi } from "../../tools/testing/seeded-api";
import { generateToken } from "../access/credentials/token-format";
import { createApi } from "../apis/mutations";
import { createApiSchema } from "../apis/schema";
import { issueToken } from "../tokens/issuing";
import { issueTokenSchema } from "../tokens/schema";
import { call } from "./testing/call";

const { url, secretOf, bearer, post, throwaway } = useSeededApi();

const IDENTIFIER = "https://api.lunalectric.example";

interface Result {
  readonly valid: boolean;
  readonly code: string;
  readonly token?: Record<string, unknown>;
}

const send = (body: unknown, as = "Organization verifier") =>
  fetch(url("/api/v1/verify"), {
    method: "POST",
    body: JSON.stringify(body),
    headers: { ...bearer(as), "content-type": "application/json" },
  });

async function verify(check: object, as?: string): Promise<Result> {
  const answer = await send(check, as);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Result;
}

async function verifyAll(checks: readonly object[], as?: string): Promise<Result[]> {
  const answer = await send({ checks }, as);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { results: Result[] }).results;
}

describe("POST /api/v1/verify", () => {
  test("a valid token is described, without its secret", async () => {
    const token = secretOf("Mars Rover editor");
    const result = await verify({ token: ` ${token}\n` });
    expect(result).toEqual({
      valid: true,
      code: "valid",
      cacheable: true,
      token: {
        id: expect.any(String) as string,
        name: "Mars Rover editor",
        organization: "lunalectric",
        permissions: ["editor"],
        spaces: ["mars-rover"],
        grants: [],
        subject: null,
        metadata: {},
        createdAt: expect.stringMatching(/Z$/) as string,
        expiresAt: expect.stringMatching(/Z$/) as string,
        revokedAt: null,
      },
    });
    expect(JSON.stringify(result)).not.toContain(token);
  });

  test("each refused token has its reason", async () => {
    const live = secretOf("Organization viewer");
    const revoked = await throwaway();
    await post("/oauth/revoke", { token: revoked });
    const results = await verifyAll([
      { token: "garbage" },
      { token: "" },
      { token: `${live.slice(0, -1)}${live.endsWith("a") ? "b" : "a"}` },
      { token: "x".repeat(10_000) },
      { token: generateToken("latch") },
      { token: secretOf("Solar owner") },
      { token: revoked },
      { token: secretOf("Leaked in a chat") },
      { token: secretOf("Old CI job") },
      { token: live, permission: "editor" },
      { token: live },
    ]);
    expect(results.map(({ code }) => code)).toEqual([
      "malformed",
      "malformed",
      "malformed",
      "malformed",
      "unknown",
      "unknown",
      "revoked",
      "revoked",
      "expired",
      "insufficient_scope",
      "valid",
    ]);
    expect(results.map(({ valid }) => valid)).toEqual([...Array<boolean>(10).fill(false), true]);
    expect(results.map(({ token }) => token !== undefined)).toEqual([
      ...Array<boolean>(6).fill(false),
      ...Array<boolean>(5).fill(true),
    ]);
    expect(results[6]?.token?.revokedAt).toMatch(/Z$/);
  });

  test("a token of another organization looks exactly like one that never existed", async () => {
    const results = await verifyAll([{ token: secretOf("Solar owner") }, { token: generateToken("latch") }]);
    expect(results[0]).toEqual(results[1]);
    expect(results[0]).toEqual({ valid: false, code: "unknown" });
  });

  test("for a verifier of one space, a token of another space is unknown", async () => {
    const checks = [
      { token: secretOf("Mars Rover viewer") },
      { token: secretOf("Organization viewer") },
      { token: await tokenOfMoonBase() },
    ];
    const codes = (await verifyAll(checks, "Mars Rover verifier")).map(({ code }) => code);
    expect(codes).toEqual(["valid", "valid", "unknown"]);
  });

  test.each([
    ["Organization owner", { permission: "editor" }, "valid"],
    ["Organization viewer", { permission: "editor" }, "insufficient_scope"],
    ["Organization editor", { permission: "policy.write", space: "moon-base" }, "valid"],
    ["Mars Rover editor", { permission: "policy.write", space: "moon-base" }, "insufficient_scope"],
    ["Mars Rover owner", { space: "lunalectric" }, "insufficient_scope"],
    ["Organization viewer", { space: "lunalectric" }, "valid"],
    ["Organization owner", { space: "no-such-space" }, "insufficient_scope"],
    ["Organization owner", { space: "solar-array" }, "insufficient_scope"],
  ])("%s with %o is %s", async (name, demand, code) => {
    expect(await verify({ token: secretOf(name), ...demand })).toMatchObject({ code });
  });

  test("a token with scopes of other APIs only is for the wrong API, live or demanded of", async () => {
    const admin = superAdmin("lunalectric");
    const api = "urn:lunalectric:verified";
    await createApi(admin, createApiSchema.parse({ identifier: api, name: "An API", scopes: [{ name: "owner" }] }));
    const grants = [{ api, scopes: ["owner"] }];
    const issued = await issueToken(admin, issueTokenSchema.parse({ name: "Scopes only", grants }));
    const token = issued.ok ? issued.secret.reveal() : "";
    for (const demand of [{}, { permission: "owner" }, { space: "lunalectric" }])
      expect(await verify({ token, ...demand })).toMatchObject({ valid: false, code: "wrong_api" });
  });

  describe("about an API of the organization", () => {
    let both: string;
    let onlyScopes: string;
    beforeAll(async () => {
      const ada = superAdmin("lunalectric");
      for (const identifier of [IDENTIFIER, "urn:lunalectric:other"]) {
        const scopes = ["read", "write"].map((name) => ({ name }));
        await createApi(ada, createApiSchema.parse({ identifier, name: "API", scopes }));
      }
      const issue = async (input: object) => {
        const grants = [{ api: IDENTIFIER, scopes: ["read"] }];
        const issued = await issueToken(ada, issueTokenSchema.parse({ name: crypto.randomUUID(), grants, ...input }));
        if (!issued.ok) throw new Error(issued.reason);
        return issued.secret.reveal();
      };
      both = await issue({ permissions: ["viewer"] });
      onlyScopes = await issue({ permissions: [] });
    });

    test("its scopes are demanded, and named in the answer", async () => {
      const results = await verifyAll([
        { token: both, api: IDENTIFIER },
        { token: both, api: IDENTIFIER, scopes: ["read"] },
        { token: both, api: IDENTIFIER, scopes: ["read", "write"] },
        { token: both, api: "urn:lunalectric:other" },
        { token: both, api: "urn:lunalectric:unknown" },
        { token: secretOf("Organization owner"), api: IDENTIFIER },
      ]);
      expect(results.map(({ code }) => code)).toEqual([
        "valid",
        "valid",
        "insufficient_scope",
        "wrong_api",
        "wrong_api",
        "wrong_api",
      ]);
      expect(results[0]?.token?.grants).toEqual([{ api: IDENTIFIER, scopes: ["read"] }]);
    });

    test("without an API the question is about Latchkey's own, whose scopes are the permissions", async () => {
      const results = await verifyAll([
        { token: onlyScopes },
        { token: onlyScopes, api: url() },
        { token: both, api: url(), scopes: ["viewer"] },
        { token: both, api: url(), scopes: ["owner"] },
        { token: both, api: url(), scopes: ["read"] },
      ]);
      expect(results.map(({ code }) => code)).toEqual([
        "wrong_api",
        "wrong_api",
        "valid",
        "insufficient_scope",
        "insufficient_scope",
      ]);
    });
  });

  test("a batch answers in its order, also for a token that comes twice", async () => {
    const tokens = ["Mars Rover viewer", "Organization viewer", "Mars Rover viewer"];
    const results = await verifyAll(tokens.map((name) => ({ token: secretOf(name) })));
    expect(results.map(({ token }) => token?.name)).toEqual(tokens);
  });

  test("a batch of 100 is looked up in one statement and its spaces in another, besides the caller's", async () => {
    const live = [secretOf("Organization viewer"), secretOf("Mars Rover viewer"), secretOf("Mars Rover editor")];
    const checks = Array.from({ length: 100 }, (_, at) => ({ token: live[at] ?? generateToken("latch") }));
    const token = secretOf("Organization verifier");
    const statementsOf = async (body: { checks: object[] }) => {
      const { statements, result } = await countStatements(() => call("POST", "/api/v1/verify", { token, body }));
      const { results } = (await result.json()) as { results: Result[] };
      return { statements, valid: results.filter(({ valid }) => valid).length };
    };
    expect(await statementsOf({ checks })).toEqual({ statements: 2, valid: 3 });
    const inSpaces = checks.map((check, at) => ({ ...check, space: at === 0 ? "mars-rover" : `no-space-${at}` }));
    inSpaces.fill({ ...inSpaces[0], space: "no-such-space" } as (typeof inSpaces)[number], 50);
    expect(await statementsOf({ checks: inSpaces })).toEqual({ statements: 3, valid: 1 });
    const malformed = checks.map(() => ({ token: "malformed" }));
    expect(await statementsOf({ checks: malformed })).toEqual({ statements: 1, valid: 0 });
  });

  test("a token that is revoked is refused in the next request", async () => {
    const token = await throwaway();
    expect((await verify({ token })).code).toBe("valid");
    await post("/oauth/revoke", { token });
    expect((await verify({ token })).code).toBe("revoked");
  });

  test("only Verifiers may ask", async () => {
    for (const name of ["Organization owner", "Organization editor", "Organization viewer", "Organization agent"]) {
      const refused = await send({ token: secretOf("Organization viewer") }, name);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ code: "insufficient_scope" });
    }
    const anonymous = await fetch(url("/api/v1/verify"), { method: "POST", body: "{}" });
    expect(anonymous.status).toBe(401);
  });

  test.each([
    [{}, "token"],
    [{ token: 1 }, "token"],
    [{ token: "x", permision: "editor" }, "permision"],
    [{ token: "x", permission: "emperor" }, "permission"],
    [{ token: "x", scopes: ["read"] }, "scopes"],
    [{ token: "x", api: "not a URI" }, "api"],
    [{ token: "x", api: IDENTIFIER, permission: "viewer" }, "permission"],
    [{ token: "x", api: IDENTIFIER, space: "mars-rover" }, "space"],
    [{ token: "x", api: IDENTIFIER, scopes: ["two words"] }, "scopes.0"],
    [{ checks: [] }, "checks"],
    [{ checks: [{ token: "x" }], token: "x" }, "token"],
    [{ checks: [{ token: "x" }, {}] }, "checks.1.token"],
    [{ checks: Array.from({ length: 101 }, () => ({ token: "x" })) }, "checks"],
  ])("a body that is not valid is refused, and the field is named: %#", async (body, field) => {
    const refused = await send(body);
    expect(refused.status).toBe(422);
    const { errors } = (await refused.json()) as { errors: { field: string }[] };
    expect(errors.map((error) => error.field)).toContain(field);
  });

  test("a body that is not an object is refused", async () => {
    for (const body of [null, [], "x", 1]) expect((await send(body)).status).toBe(422);
  });
});

/** The secret of a token for the space Moon base. */
async function tokenOfMoonBase(): Promise<string> {
  const answer = await fetch(url("/api/v1/tokens"), {
    method: "POST",
    body: JSON.stringify({ name: `moon ${crypto.randomUUID()}`, spaceId: "moon-base", permissions: ["viewer"] }),
    headers: { ...bearer("Organization owner"), "content-type": "application/json" },
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { secret: string }).secret;
}
