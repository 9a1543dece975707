import { beforeAll, describe, expect, test } from "vitest";
import { countStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
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

interface Created {
  id: string;
  secret: string;
}

async function create(body: object, token = owner): Promise<Created> {
  const response = await call("POST", "/api/v1/tokens", {
    token,
    body: { name: unique(), permissions: ["viewer"], ...body },
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Created;
}

const ask = (token: string) => call("GET", "/api/v1/organization", { token });
const form = (body: object) => new URLSearchParams(body as Record<string, string>).toString();
const post = (path: string, body: object, token?: string) =>
  call("POST", path, { token, body: form(body), headers: { "content-type": "application/x-www-form-urlencoded" } });
const introspect = async (body: object): Promise<unknown> => (await post("/oauth/introspect", body, verifier)).json();
const verify = async (body: object): Promise<unknown> =>
  (await call("POST", "/api/v1/verify", { token: verifier, body })).json();
const forwardAuth = (token: string, query = "") =>
  call("GET", `/api/v1/forward-auth?organization=${organization}${query}`, { token });

/** A day: no test meets its end but at midnight in UTC. */
const window = (limit: number) => ({ windows: [{ name: "burst", limit, windowSeconds: 86_400 }] });

describe("a limit of requests", () => {
  test("is 429 in REST and forward-auth, with the time of reset, and inactive in introspection", async () => {
    const { secret } = await create({ limits: window(3) });
    const first = await ask(secret);
    expect([first.status, first.headers.get("ratelimit"), first.headers.get("ratelimit-policy")]).toEqual([
      200,
      expect.stringMatching(/^"burst";r=2;t=\d+$/),
      '"burst";q=3;w=86400',
    ]);
    expect((await forwardAuth(secret)).status).toBe(200);
    expect(await introspect({ token: secret })).toMatchObject({ active: true });
    const untilMidnight = 86_400 - (Math.floor(Date.now() / 1000) % 86_400);
    for (const refused of [await ask(secret), await forwardAuth(secret)]) {
      expect(refused.status).toBe(429);
      expect(Math.abs(Number(refused.headers.get("retry-after")) - untilMidnight)).toBeLessThan(5);
      expect(refused.headers.get("ratelimit")).toMatch(/^"burst";r=0;t=\d+$/);
    }
    expect(await introspect({ token: secret })).toEqual({ active: false });
    expect(await verify({ token: secret })).toMatchObject({
      valid: false,
      code: "rate_limited",
      limits: [{ name: "burst", limit: 3, remaining: 0, resetSeconds: expect.any(Number) }],
    });
  });

  test("counts each allowed check once, and refused ones never", async () => {
    const { secret } = await create({ limits: window(5) });
    for (let time = 0; time < 3; time += 1) {
      expect((await forwardAuth(secret, "&permission=owner")).status).toBe(403);
      expect(await introspect({ token: secret, permission: "owner" })).toMatchObject({ active: true, allowed: false });
      expect(await verify({ token: secret, permission: "owner" })).toMatchObject({ code: "insufficient_scope" });
      const forbidden = await call("POST", "/api/v1/tokens", { token: secret, body: { name: unique() } });
      expect(forbidden.status).toBe(403);
    }
    const counted = async () =>
      ((await verify({ token: secret, cost: 0 })) as { limits: { remaining: number }[] }).limits[0]?.remaining;
    await ask(secret);
    await forwardAuth(secret, "&permission=viewer");
    await introspect({ token: secret, permission: "viewer" });
    expect(await verify({ token: secret, cost: 2 })).toMatchObject({ valid: true, limits: [{ remaining: 0 }] });
    expect((await ask(secret)).status).toBe(429);
    expect(await counted()).toBe(0);
  });

  test("is shared by a token and its descendants, and by all tokens of a subject", async () => {
    const parent = await create({ permissions: ["editor"], limits: window(4) });
    const child = await create({ limits: window(100) }, parent.secret); // counts as one request of the parent
    const statuses = [];
    for (const secret of [child.secret, parent.secret, child.secret, child.secret, parent.secret])
      statuses.push((await ask(secret)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);

    const subject = unique();
    const [one, other] = [await create({ subject }), await create({ subject })];
    const set = { limits: { quota: { requests: 2, per: "month" } } };
    expect((await call("PUT", `/api/v1/subjects/${subject}/limits`, { token: owner, body: set })).status).toBe(200);
    expect([(await ask(one.secret)).status, (await ask(other.secret)).status, (await ask(one.secret)).status]).toEqual([
      200, 200, 429,
    ]);
    expect(await verify({ token: other.secret })).toMatchObject({ code: "quota_exceeded" });
  });

  test("is 429 in GraphQL too", async () => {
    const { secret } = await create({ limits: window(1) });
    const query = () => call("POST", "/api/graphql", { token: secret, body: { query: "{ __typename }" } });
    expect([(await query()).status, (await query()).status]).toEqual([200, 429]);
  });

  test("needs no statement of its own while this process has a chunk of it", async () => {
    const limits = { ...window(100_000), requestsPerMinute: 100_000, quota: { requests: 100_000, per: "month" } };
    const [limited, free] = [await create({ limits }), await create({})];
    const ask20 = async (secret: string) => {
      for (let time = 0; time < 20; time += 1) expect((await forwardAuth(secret)).status).toBe(200);
    };
    await ask20(limited.secret);
    const of = async (secret: string) => (await countStatements(() => ask20(secret))).statements;
    expect(await of(limited.secret)).toBe(await of(free.secret));
  });

  test("of a batch is counted for each of its checks", async () => {
    const { secret } = await create({ limits: window(3) });
    const { results } = (await verify({ checks: Array.from({ length: 5 }, () => ({ token: secret })) })) as {
      results: { code: string }[];
    };
    expect(results.map(({ code }) => code)).toEqual(["valid", "valid", "valid", "rate_limited", "rate_limited"]);
  });

  test("holds in its new form from the next request on", async () => {
    const { id, secret } = await create({ limits: window(1) });
    expect([(await ask(secret)).status, (await ask(secret)).status]).toEqual([200, 429]);
    const set = await call("PUT", `/api/v1/tokens/${id}/limits`, { token: owner, body: { limits: window(3) } });
    expect(set.status).toBe(200);
    expect([(await ask(secret)).status, (await ask(secret)).status, (await ask(secret)).status]).toEqual([
      200, 200, 429,
    ]);
    await call("PUT", `/api/v1/tokens/${id}/limits`, { token: owner, body: { limits: {} } });
    expect((await ask(secret)).status).toBe(200);
  });
});

describe("a number of uses", () => {
  test("lets in exactly that many at once, on all surfaces together, and then the token is dead", async () => {
    const { secret } = await create({ limits: { maxUses: 5 } });
    const all = await Promise.all([
      ...Array.from({ length: 10 }, async () => (await ask(secret)).status === 200),
      ...Array.from({ length: 10 }, async () => (await forwardAuth(secret)).status === 200),
      ...Array.from({ length: 10 }, async () => ((await introspect({ token: secret })) as { active: boolean }).active),
      ...Array.from({ length: 10 }, async () => ((await verify({ token: secret })) as { valid: boolean }).valid),
    ]);
    expect(all.filter(Boolean)).toHaveLength(5);
    const [rest, gateway] = [await ask(secret), await forwardAuth(secret)];
    expect([rest.status, gateway.status, rest.headers.get("www-authenticate")]).toEqual([
      401,
      401,
      expect.stringContaining("invalid_token"),
    ]);
    expect(await introspect({ token: secret })).toEqual({ active: false });
    const limits = [{ name: "maxUses", limit: 5, remaining: 0, resetSeconds: null }];
    expect(await verify({ token: secret })).toMatchObject({ code: "expired", limits });
    expect(await verify({ token: secret, cost: 0 })).toMatchObject({ code: "expired", limits });
  });

  test("is not used by a request that another limit refuses", async () => {
    const { id, secret } = await create({ limits: { maxUses: 2, ...window(1) } });
    expect([(await ask(secret)).status, (await ask(secret)).status]).toEqual([200, 429]);
    await call("PUT", `/api/v1/tokens/${id}/limits`, { token: owner, body: { limits: { maxUses: 2 } } });
    expect([(await ask(secret)).status, (await ask(secret)).status]).toEqual([200, 401]);
  });
});

describe("POST /oauth/token", () => {
  const grant = {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
  };
  const exchange = (secret: string, resource: string) =>
    post("/oauth/token", { ...grant, subject_token: secret, resource });

  test("exchanges a counted token only for an API that enforces limits, one with a number of uses never", async () => {
    const api = async (exchangesLimited: boolean) => {
      const identifier = `https://${unique()}.example`;
      const body = { identifier, name: unique(), scopes: [{ name: "read" }], exchangesLimited };
      expect((await call("POST", "/api/v1/apis", { token: owner, body })).status).toBe(201);
      return identifier;
    };
    const [strict, other] = [await api(true), await api(false)];
    const grants = [strict, other].map((identifier) => ({ api: identifier, scopes: ["read"] }));
    const counted = await create({ permissions: [], grants, limits: window(2) });
    const answers = [];
    for (const resource of [other, strict, strict, strict]) {
      const answer = await exchange(counted.secret, resource);
      answers.push([answer.status, ((await answer.json()) as { error?: string }).error]);
    }
    expect(answers).toEqual([
      [400, "invalid_target"],
      [200, undefined],
      [200, undefined],
      [429, "slow_down"],
    ]);
    const once = await create({ permissions: [], grants, limits: { maxUses: 5 } });
    expect((await exchange(once.secret, strict)).status).toBe(400);
    expect(await verify({ token: once.secret, api: strict })).toMatchObject({ limits: [{ remaining: 4 }] });
  });
});

test.each([
  [{ requestsPerMinute: 0 }, "limits.requestsPerMinute"],
  [{ windows: [] }, "limits.windows"],
  [{ windows: [{ name: "quota", limit: 1, windowSeconds: 1 }] }, "limits.windows.0.name"],
  [{ windows: [{ name: "a", limit: 1, windowSeconds: 86_401 }] }, "limits.windows.0.windowSeconds"],
  [{ windows: Array.from({ length: 2 }, () => ({ name: "a", limit: 1, windowSeconds: 1 })) }, "limits.windows"],
  [{ quota: { requests: 1, per: "year" } }, "limits.quota.per"],
  [{ maxUses: 1.5 }, "limits.maxUses"],
])("%j is refused with the field that is wrong", async (limits, field) => {
  const refused = await call("POST", "/api/v1/tokens", { token: owner, body: { name: unique(), limits } });
  expect(refused.status).toBe(422);
  expect(((await refused.json()) as { errors: { field: string }[] }).errors.map((error) => error.field)).toContain(
    field,
  );
});
