import { decodeJwt } from "jose";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { superAdmin } from "../../tools/testing/actors";
import { useSeededApi } from "../../tools/testing/seeded-api";
import { countStatements } from "../../tools/testing/statements";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { Actor } from "../access/authorization/actor";
import { tokenCache } from "../access/token-cache";
import { createApi, updateApi } from "../apis/mutations";
import { createApiSchema, updateApiSchema } from "../apis/schema";
import { db } from "../platform/db";
import { log } from "../platform/log";
import type { Result } from "../platform/result/result";
import { issueToken } from "../tokens/issuing";
import { editToken } from "../tokens/mutations";
import { setLimits } from "../tokens/limiting";
import { setSubjectLimits } from "../tokens/subject-limits";
import { revokeToken } from "../tokens/revoking";
import { issueTokenSchema } from "../tokens/schema";

const { url, post, bearer } = useSeededApi();
afterEach(() => void vi.restoreAllMocks());

const ORGANIZATION = "lunalectric";
const ENFORCING = "urn:lunalectric:enforcing";
const OTHER = "urn:lunalectric:other";
const admin = superAdmin(ORGANIZATION);
/** Where the tests ask from. */
const CLIENT = "127.0.0.1";
const PAST = "2026-01-01T00:00:00.000Z";
const FUTURE = "2126-01-01T00:00:00.000Z";

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

let enforcing: string;
beforeAll(async () => {
  for (const identifier of [ENFORCING, OTHER]) {
    const exchangesLimited = identifier === ENFORCING;
    const input = { identifier, name: "An API", scopes: [{ name: "read" }], exchangesLimited };
    const { api } = must(await createApi(admin, createApiSchema.parse(input)));
    if (exchangesLimited) enforcing = api.id;
  }
});

/** What a token needs to be accepted on every surface, and to have children of its kind. */
const HOLDS = {
  permissions: ["owner", "verifier"],
  grants: [
    { api: ENFORCING, scopes: ["read"] },
    { api: OTHER, scopes: ["read"] },
  ],
};

interface Made {
  readonly secret: string;
  readonly tokenId: string;
  readonly actor: Actor;
}

async function make(limits: object, by: Actor = admin, fields: object = {}): Promise<Made> {
  const input = issueTokenSchema.parse({ name: `Token ${crypto.randomUUID()}`, ...HOLDS, ...fields });
  const issued = must(await issueToken(by, input));
  const secret = issued.secret.reveal();
  const found = await findUsable(secret);
  if (found === null) throw new Error("a new token cannot be used");
  must(await setLimits(admin, { tokenId: issued.token.id, version: null, limits }));
  return { secret, tokenId: issued.token.id, actor: toActor(found.record, null) };
}

/** A child of a token with these limits, made while the parent had none. */
async function makeChild(parents: readonly object[], limits: object): Promise<Made> {
  const line = [await make({})];
  for (const _ of parents) line.push(await make({}, line.at(-1)?.actor));
  const child = line.at(-1) as Made;
  for (const [at, own] of [...parents, limits].entries())
    must(await setLimits(admin, { tokenId: (line[at] as Made).tokenId, version: null, limits: own }));
  return child;
}

/** A token with these limits whose subject, and that of its parent, has others. */
async function makeForSubject(shared: object, limits: object, isChild = false): Promise<Made> {
  const subject = `cus_${crypto.randomUUID()}`;
  const root = await make({}, admin, { subject });
  const made = isChild ? await make({}, root.actor) : root;
  must(await setLimits(admin, { tokenId: made.tokenId, version: null, limits }));
  must(await setSubjectLimits(admin, { subject, version: null, limits: shared }));
  return made;
}

async function storeUnknown(): Promise<Made> {
  const made = await make({});
  await db().apiToken.update({ where: { id: made.tokenId }, data: { limits: { fromTheFuture: 1 } } });
  return made;
}

async function revoked(): Promise<Made> {
  const made = await make({ networks: ["192.0.2.0/24"], notBefore: FUTURE });
  must(await revokeToken(admin, { tokenId: made.tokenId }));
  return made;
}

type Code = "valid" | "revoked" | "not_yet_valid" | "network";
/** A token, and what must be answered to a client whose address is certain, and to one whose address is not. */
interface Condition {
  readonly name: string;
  readonly token: () => Promise<Made>;
  readonly certain: Code;
  readonly uncertain: Code;
}
const both = (code: Code) => ({ certain: code, uncertain: code });
const NETWORK = { certain: "valid", uncertain: "network" } as const;

const CONDITIONS: readonly Condition[] = [
  { name: "no limits", token: () => make({}), ...both("valid") },
  { name: "networks with the client", token: () => make({ networks: ["192.0.2.0/24", "127.0.0.0/8"] }), ...NETWORK },
  { name: "the client's address alone", token: () => make({ networks: [CLIENT] }), ...NETWORK },
  { name: "mapped networks with the client", token: () => make({ networks: ["::ffff:127.0.0.0/104"] }), ...NETWORK },
  { name: "networks without the client", token: () => make({ networks: ["192.0.2.0/24"] }), ...both("network") },
  { name: "all of IPv6", token: () => make({ networks: ["::/0"] }), ...both("network") },
  { name: "all of IPv4", token: () => make({ networks: ["0.0.0.0/0"] }), ...NETWORK },
  { name: "notBefore in the past", token: () => make({ notBefore: PAST }), ...both("valid") },
  { name: "notBefore in the future", token: () => make({ notBefore: FUTURE }), ...both("not_yet_valid") },
  {
    name: "notBefore in the future, and networks without the client",
    token: () => make({ notBefore: FUTURE, networks: ["192.0.2.0/24"] }),
    ...both("not_yet_valid"),
  },
  { name: "revoked, and limited too", token: revoked, ...both("revoked") },
  {
    name: "a parent's networks without the client",
    token: () => makeChild([{ networks: ["192.0.2.0/24"] }], { networks: ["127.0.0.0/8"] }),
    ...both("network"),
  },
  {
    name: "a parent's networks with the client",
    token: () => makeChild([{ networks: ["127.0.0.0/8"] }], {}),
    ...NETWORK,
  },
  {
    name: "networks with the client in two generations",
    token: () => makeChild([{ networks: ["127.0.0.0/8"] }, {}], { networks: ["127.0.0.0/16", "192.0.2.0/24"] }),
    ...NETWORK,
  },
  {
    name: "a grandparent's notBefore in the future",
    token: () => makeChild([{ notBefore: FUTURE }, {}], { notBefore: PAST }),
    ...both("not_yet_valid"),
  },
  {
    name: "a subject's networks with the client",
    token: () => makeForSubject({ networks: ["127.0.0.0/8"] }, {}),
    ...NETWORK,
  },
  {
    name: "a subject's networks without the client, and its own with it",
    token: () => makeForSubject({ networks: ["192.0.2.0/24"] }, { networks: ["127.0.0.0/8"] }),
    ...both("network"),
  },
  {
    name: "a subject's notBefore in the future, as a child",
    token: () => makeForSubject({ notBefore: FUTURE }, {}, true),
    ...both("not_yet_valid"),
  },
  { name: "limits of a later version", token: storeUnknown, ...both("network") },
];

/** What makes the address of a direct request uncertain: the tests trust no proxy. */
const FORGED: readonly Record<string, string>[] = [
  { "x-forwarded-for": CLIENT },
  { "x-real-ip": CLIENT },
  { forwarded: `for=${CLIENT}` },
];
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const basic = (secret: string) => ({ authorization: `Basic ${btoa(`client:${secret}`)}` });
const asBearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** Asks with a token of its own, and expects the status of an accepted one, or 401 that says no reason. */
async function admits(answer: Response): Promise<boolean> {
  if (answer.status === 200) return true;
  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toMatch(/network|not_yet|limit/);
  return false;
}

type Ask = (secret: string, headers: Record<string, string>, address: string | undefined) => Promise<boolean | string>;

const EXCHANGE = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
};

const verifyWith = (secret: string, headers: Record<string, string>, address?: string) =>
  fetch(url("/api/v1/verify"), {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ token: secret, address }),
  });

/** Every way in which a token is checked: whether it is accepted, or the code that says why not. */
const SURFACES: Readonly<Record<string, Ask>> = {
  REST: async (secret, headers) =>
    admits(await fetch(url("/api/v1/token"), { headers: { ...headers, ...asBearer(secret) } })),
  GraphQL: async (secret, headers) =>
    admits(
      await fetch(url("/query"), {
        method: "POST",
        headers: { ...headers, ...asBearer(secret), "content-type": "application/json" },
        body: JSON.stringify({ query: "{ __typename }" }),
      }),
    ),
  "forward-auth": async (secret, headers) =>
    admits(
      await fetch(url(`/api/v1/forward-auth?organization=${ORGANIZATION}`), {
        headers: { ...headers, ...asBearer(secret) },
      }),
    ),
  "the caller of introspection": async (secret, headers) =>
    admits(await post("/oauth/introspect", { token: secret, address: CLIENT }, { ...headers, ...asBearer(secret) })),
  "the caller of introspection by Basic": async (secret, headers) =>
    admits(await post("/oauth/introspect", { token: "unknown" }, { ...headers, ...basic(secret), ...FORM })),
  "the caller of verify": async (secret, headers) =>
    admits(await verifyWith("unknown", { ...headers, ...asBearer(secret) })),
  exchange: async (secret, headers) => {
    const answer = await post("/oauth/token", { ...EXCHANGE, subject_token: secret, resource: ENFORCING }, headers);
    if (answer.status === 200) return true;
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: "invalid_request", error_description: "subject_token: not valid" },
    ]);
    return false;
  },
  introspection: async (secret, _headers, address) => {
    const form = { token: secret, ...(address === undefined ? {} : { address }) };
    const text = await (await post("/oauth/introspect", form, bearer("Organization verifier"))).text();
    if ((JSON.parse(text) as { active: boolean }).active) return true;
    expect(text).toBe('{"active":false}');
    return false;
  },
  verify: async (secret, _headers, address) =>
    ((await (await verifyWith(secret, bearer("Organization verifier"), address)).json()) as { code: string }).code,
};

describe.each(CONDITIONS)("a token with $name", ({ token, certain, uncertain }) => {
  let made: Made;
  beforeAll(async () => {
    vi.spyOn(log, "warn").mockImplementation(() => undefined);
    made = await token();
  });

  test.each(Object.entries(SURFACES))("is judged the same by %s", async (name, ask) => {
    vi.spyOn(log, "warn").mockImplementation(() => undefined);
    const expected = (code: Code) => (name === "verify" ? code : code === "valid");
    expect(await ask(made.secret, {}, CLIENT)).toBe(expected(certain));
    if (name === "verify" || name === "introspection") {
      expect(await ask(made.secret, {}, `::ffff:${CLIENT}`)).toBe(expected(certain));
      expect(await ask(made.secret, {}, undefined)).toBe(expected(uncertain));
    } else for (const forged of FORGED) expect(await ask(made.secret, forged, undefined)).toBe(expected(uncertain));
  });
});

describe("the parameter address", () => {
  test.each(["", "192.0.2", "192.0.2.7:80", "192.0.2.0/24", "example.com", "fe80::1%eth0"])(
    "is refused as “%s”, unless it is empty in a form, which is unknown",
    async (address) => {
      const { secret } = await make({ networks: ["192.0.2.0/24"] });
      const verified = await verifyWith(secret, bearer("Organization verifier"), address);
      expect([verified.status, await verified.json()]).toMatchObject([422, { errors: [{ field: "address" }] }]);
      const form = { token: secret, address };
      const introspected = await post("/oauth/introspect", form, bearer("Organization verifier"));
      expect(introspected.status).toBe(address === "" ? 200 : 400);
      expect(await introspected.json()).toMatchObject(
        address === "" ? { active: false } : { error: "invalid_request" },
      );
    },
  );
});

describe("a JWT", () => {
  const exchange = async (secret: string, resource?: string) => {
    const answer = await post("/oauth/token", {
      ...EXCHANGE,
      subject_token: secret,
      ...(resource === undefined ? {} : { resource }),
    });
    const body = (await answer.json()) as { access_token?: string; error?: string };
    return body.access_token === undefined ? body.error : decodeJwt(body.access_token);
  };
  const LIMITS = { networks: ["127.0.0.0/8", "2001:db8::/32"], notBefore: PAST };

  test("of a token with networks names them, and its begin, for an API that says that it enforces them", async () => {
    const { secret } = await make(LIMITS);
    expect(await exchange(secret, ENFORCING)).toMatchObject({
      networks: ["127.0.0.0/8", "2001:db8::/32"],
      nbf: Date.parse(PAST) / 1000,
    });
    const child = await makeChild([LIMITS], { networks: ["127.0.0.0/16", "192.0.2.0/24"] });
    expect(await exchange(child.secret, ENFORCING)).toMatchObject({ networks: ["127.0.0.0/16"] });
  });

  test("of a token with networks is not issued for any other API, Latchkey's own included", async () => {
    const { secret } = await make(LIMITS);
    expect(await exchange(secret, OTHER)).toBe("invalid_target");
    expect(await exchange(secret)).toBe("invalid_target");
    const child = await makeChild([LIMITS], {});
    expect(await exchange(child.secret, OTHER)).toBe("invalid_target");
    const update = { apiId: enforcing, exchangesLimited: false };
    must(await updateApi(admin, updateApiSchema.parse(update)));
    expect(await exchange(secret, ENFORCING)).toBe("invalid_target");
    must(await updateApi(admin, updateApiSchema.parse({ ...update, exchangesLimited: true })));
    expect(await exchange(secret, ENFORCING)).toMatchObject({ aud: ENFORCING });
  });

  test("of a token without networks has no such claim, and is issued for any API", async () => {
    const { secret } = await make({ notBefore: PAST });
    for (const resource of [ENFORCING, OTHER, undefined]) {
      const jwt = await exchange(secret, resource);
      expect(jwt).toMatchObject({ nbf: Date.parse(PAST) / 1000 });
      expect(jwt).not.toHaveProperty("networks");
    }
    const free = await make({});
    expect(await exchange(free.secret, OTHER)).not.toHaveProperty("nbf");
  });
});

test("introspection says when a token begins", async () => {
  const { secret } = await make({ notBefore: PAST });
  const answer = await post("/oauth/introspect", { token: secret }, bearer("Organization verifier"));
  expect(await answer.json()).toMatchObject({ active: true, nbf: Date.parse(PAST) / 1000 });
});

test("a token that is refused by its limits is revoked by its secret all the same", async () => {
  for (const limits of [{ networks: ["192.0.2.0/24"] }, { notBefore: FUTURE }]) {
    const { secret } = await make(limits);
    expect((await post("/oauth/revoke", { token: secret })).status).toBe(200);
    const check = await verifyWith(secret, bearer("Organization verifier"));
    expect(await check.json()).toMatchObject({ code: "revoked" });
  }
});

describe("statements", () => {
  const limits = { networks: ["127.0.0.0/8"], notBefore: PAST };
  const forwardAuth = (secret: string) =>
    fetch(url(`/api/v1/forward-auth?organization=${ORGANIZATION}`), { headers: asBearer(secret) });

  test("a cold check of a limited token needs one, with limited ancestors too", async () => {
    const child = await makeChild([limits, limits, limits], limits);
    const alone = await make(limits);
    const ofSubject = await makeForSubject(limits, limits, true);
    for (const { secret } of [child, alone, ofSubject]) {
      await forwardAuth(secret);
      const { statements, result } = await countStatements(() => forwardAuth(secret));
      expect([statements, result.status]).toEqual([1, 200]);
    }
  });

  describe("with a cache", () => {
    beforeAll(async () => {
      tokenCache().start();
      await vi.waitUntil(() => tokenCache().find("") ?? tokenCache().state.holds, { timeout: 60_000 });
    }, 120_000);
    afterAll(() => tokenCache().stop());

    test("a hot check needs none, and a change of an ancestor's limits counts from the next one on", async () => {
      const parent = await make({});
      const child = await make(limits, parent.actor);
      const status = async () => (await forwardAuth(child.secret)).status;
      expect(await status()).toBe(200);
      const query = vi.spyOn(pg.Client.prototype, "query");
      await vi.waitUntil(async () => {
        query.mockClear();
        expect(await status()).toBe(200);
        const names = query.mock.calls.map(([first]) => (first as { name?: string } | undefined)?.name);
        return !names.some((name) => name?.startsWith("token")); // the lease may have ended on a busy machine
      });
      query.mockRestore();
      const set = (own: object) => setLimits(admin, { tokenId: parent.tokenId, version: null, limits: own });
      must(await set({ networks: ["192.0.2.0/24"] }));
      expect(await status()).toBe(401);
      must(await set({}));
      expect(await status()).toBe(200);
    });

    test("a change of a subject's limits counts from the next one on, and so does another subject", async () => {
      const subject = `cus_${crypto.randomUUID()}`;
      const made = await make({}, admin, { subject });
      const status = async () => (await forwardAuth(made.secret)).status;
      const set = (own: object) => setSubjectLimits(admin, { subject, version: null, limits: own });
      expect(await status()).toBe(200);
      must(await set({ networks: ["192.0.2.0/24"] }));
      expect(await status()).toBe(401);
      const edit = { tokenId: made.tokenId, version: null };
      must(await editToken(admin, { ...edit, subject: null }));
      expect(await status()).toBe(200);
      must(await editToken(admin, { ...edit, subject }));
      expect(await status()).toBe(401);
      must(await set({}));
      expect(await status()).toBe(200);
    });
  });
});
