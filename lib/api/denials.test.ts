import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { generateToken } from "../access/credentials/token-format";
import { denials } from "../denials/state";
import { writeDenials } from "../denials/write";
import { db } from "../platform/db";
import { call } from "./testing/call";
import { createWorld, unique, type World } from "./testing/world";

useTestDatabase();

let world: World;
let owner: string;
let verifier: string;
let organization: string;
beforeAll(async () => {
  world = await createWorld();
  owner = world.secret("owner", "organization");
  verifier = world.secret("verifier", "organization");
  organization = world.places.own.organizationId;
});
beforeEach(async () => {
  await writeDenials();
  await db().denial.deleteMany();
  for (const kinds of Object.values(denials().kinds)) kinds.clear();
});

async function create(body: object = {}): Promise<{ id: string; secret: string }> {
  const response = await call("POST", "/api/v1/tokens", {
    token: owner,
    body: { name: unique(), permissions: ["viewer"], ...body },
  });
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; secret: string };
}

const form = (body: object) => new URLSearchParams(body as Record<string, string>).toString();
const post = (path: string, body: object, token?: string) =>
  call("POST", path, { token, body: form(body), headers: { "content-type": "application/x-www-form-urlencoded" } });
const forwardAuth = (token: string, query = "", headers = {}) =>
  call("GET", `/api/v1/forward-auth?organization=${organization}${query}`, { token, headers });

/** Those of tokens first, then those of strangers, each in the order in which they were noted. */
const ORDER = [{ isStranger: "asc" as const }, { id: "asc" as const }];

/** What was noted in the organization since the test began, without what varies. */
async function noted() {
  await writeDenials();
  const rows = await db().denial.findMany({ where: { organizationId: organization }, orderBy: ORDER });
  return rows.map(({ surface, reason, tokenId, demanded }) => ({ surface, reason, tokenId, demanded }));
}

describe("the reason of a denial is noted for administrators", () => {
  test("in REST and GraphQL, with the id of the request", async () => {
    const { id, secret } = await create();
    const refused = await call("POST", "/api/v1/spaces", { token: secret, body: { name: unique() } });
    expect(refused.status).toBe(403);
    await call("DELETE", `/api/v1/tokens/${id}`, { token: owner });
    expect((await call("GET", "/api/v1/organization", { token: secret })).status).toBe(401);
    expect((await call("POST", "/api/graphql", { token: secret, body: { query: "{ __typename }" } })).status).toBe(401);
    expect(await noted()).toEqual([
      { surface: "rest", reason: "permission", tokenId: id, demanded: expect.stringContaining("POST ") as string },
      { surface: "rest", reason: "revoked", tokenId: id, demanded: null },
      { surface: "graphql", reason: "revoked", tokenId: id, demanded: null },
    ]);
    const [first] = await db().denial.findMany({ orderBy: { id: "asc" } });
    expect(first?.requestId).toBe(refused.headers.get("x-request-id"));
  });

  test("in forward-auth, where strangers are the gateway's organization's", async () => {
    const { id, secret } = await create({ limits: { windows: [{ name: "a", limit: 1, windowSeconds: 86_400 }] } });
    const foreign = (await createWorld()).secret("owner", "organization");
    const unknown = generateToken("latch");
    await forwardAuth(secret, "&permission=owner");
    await forwardAuth(secret, "&space=no-such-space");
    await forwardAuth(secret, "&api=https://no.example&scope=read");
    for (let time = 0; time < 2; time += 1) await forwardAuth(secret);
    for (const stranger of [foreign, unknown, "nonsense"]) expect((await forwardAuth(stranger)).status).toBe(401);
    const surface = "forward-auth";
    const stranger = { surface, tokenId: null, demanded: null };
    expect(await noted()).toEqual([
      { surface, reason: "permission", tokenId: id, demanded: "owner" },
      { surface, reason: "space_access", tokenId: id, demanded: "no-such-space" },
      { surface, reason: "scope", tokenId: id, demanded: "https://no.example read" },
      { surface, reason: "rate_limited", tokenId: id, demanded: null },
      { ...stranger, reason: "unknown" },
      { ...stranger, reason: "unknown" },
      { ...stranger, reason: "malformed" },
    ]);
    const text = JSON.stringify(await db().denial.findMany(), (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    for (const secretText of [secret, foreign, unknown]) expect(text).not.toContain(secretText.slice(0, -6));
    expect(text).toContain(unknown.slice(-4));
    expect(text).not.toContain(foreign.slice(-4));
    expect(text).not.toContain("nonsense");
  });

  test("in introspection, verify and exchange, with the address that the caller names", async () => {
    const { id, secret } = await create({ limits: { networks: ["192.0.2.0/24"] } });
    const once = await create({ limits: { maxUses: 1 } });
    await post("/oauth/introspect", { token: secret, address: "198.51.100.7" }, verifier);
    await post("/oauth/introspect", { token: secret, address: "192.0.2.1", permission: "owner" }, verifier);
    await post("/oauth/introspect", { token: generateToken("latch") }, verifier);
    const checks = [
      { token: once.secret },
      { token: once.secret },
      { token: secret, address: "192.0.2.1", permission: "editor" },
      { token: secret, address: "192.0.2.1", api: "https://no.example" },
      { token: "nonsense" },
    ];
    await call("POST", "/api/v1/verify", { token: verifier, body: { checks } });
    await post("/oauth/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      subject_token: secret,
    });
    expect(await noted()).toEqual([
      { surface: "introspection", reason: "network", tokenId: id, demanded: null },
      { surface: "introspection", reason: "permission", tokenId: id, demanded: "owner" },
      { surface: "verify", reason: "expired", tokenId: once.id, demanded: null },
      { surface: "verify", reason: "permission", tokenId: id, demanded: "editor" },
      { surface: "verify", reason: "wrong_api", tokenId: id, demanded: null },
      { surface: "exchange", reason: "network", tokenId: id, demanded: null },
      { surface: "introspection", reason: "unknown", tokenId: null, demanded: null },
      { surface: "verify", reason: "malformed", tokenId: null, demanded: null },
    ]);
    const addresses = (await db().denial.findMany({ orderBy: ORDER })).map(({ address }) => address);
    expect(addresses.slice(0, 3)).toEqual(["198.51.100.7", "192.0.2.1", null]);
  });
});
