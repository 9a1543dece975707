import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable } from "../access/authenticate/api-token";
import { toSpaceAccess, type Actor, type TokenActor, type UserActor } from "../access/authorization/actor";
import { createApi, deleteApi, setScopes } from "../apis/mutations";
import { createApiSchema } from "../apis/schema";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { runSweep } from "../retention/run-sweep";
import { SWEEPS } from "../retention/sweeps";
import type { TokenDto } from "./dto";
import { setGrants } from "./grants";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { revokeToken } from "./revoking";
import { getToken, listTokens } from "./queries";
import { rotateToken } from "./rotation";
import { grantsSchema, issuesSchema, issueTokenSchema, listTokensSchema } from "./schema";

useTestDatabase();

const BILLING = "https://billing.acme.example";
const MAIL = "urn:acme:mail";
let organizationId: string;
let owner: UserActor;
let admin: UserActor;
let billing: string;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
  admin = await createMember(organizationId, "admin");
  billing = await register({ identifier: BILLING, tokenPrefix: "acme_live" }, ["read", "write"]);
  await register({ identifier: MAIL }, ["send"]);
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const named = (names: readonly string[]) => names.map((name) => ({ name, description: "" }));

async function register(input: object, scopes: string[], actor: Actor = admin): Promise<string> {
  return must(await createApi(actor, createApiSchema.parse({ name: "An API", scopes: named(scopes), ...input }))).api
    .id;
}

let count = 0;
const input = (fields: object) => issueTokenSchema.parse({ name: `Token ${(count += 1)}`, ...fields });
const issue = async (fields: object, actor: Actor = admin) => must(await issueToken(actor, input(fields)));
const grant = (...scopes: string[]) => [{ api: BILLING, scopes }];

/** The scopes that a check finds. */
async function checked(secret: { reveal(): string }): Promise<Record<string, string> | null> {
  const live = await findUsable(secret.reveal());
  return live && Object.fromEntries(live.record.grants.map(({ api, scope }) => [api, scope]));
}

function asActor(token: TokenDto): TokenActor {
  return {
    ...tokenActor(organizationId, [...token.permissions], token.space?.id),
    tokenId: token.id,
    spaceAccess: toSpaceAccess(token.space?.id ?? null),
    expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
  };
}

describe("a token with scopes", () => {
  test("has them by API, and no permission unless one is chosen", async () => {
    const grants = [{ api: MAIL, scopes: ["send"] }, ...grant("write", "read")];
    const { token, secret } = await issue({ grants });
    const expected = [
      { api: BILLING, scopes: ["read", "write"] },
      { api: MAIL, scopes: ["send"] },
    ];
    expect(token).toMatchObject({ permissions: [], grants: expected });
    expect(must(await getToken(admin, token.id)).token).toEqual(token);
    expect(await checked(secret)).toEqual({ [BILLING]: "read write", [MAIL]: "send" });
    expect(await lastEvents(organizationId)).toMatchObject([
      {
        action: "token.created",
        change: { permissions: [], grants: { [BILLING]: ["read", "write"], [MAIL]: ["send"] } },
      },
    ]);
    expect((await issue({ permissions: ["viewer"], grants })).token.permissions).toEqual(["viewer"]);
  });

  test("must have at least a permission or a scope, at each change", async () => {
    expect(await issueToken(admin, input({ permissions: [] }))).toMatchObject({
      reason: "invalid_input",
      fields: { permissions: "Choose at least one permission." },
    });
    const { token } = await issue({ permissions: ["viewer"], grants: grant("read") });
    const seen = { tokenId: token.id, version: null };
    must(await setPermissions(admin, { ...seen, permissions: [] }));
    expect(await setGrants(admin, { ...seen, grants: [] })).toMatchObject({ reason: "invalid_input", field: "grants" });
    must(await setPermissions(admin, { ...seen, permissions: ["viewer"] }));
    must(await setGrants(admin, { ...seen, grants: [] }));
    expect(await setPermissions(admin, { ...seen, permissions: [] })).toMatchObject({ reason: "invalid_input" });
  });

  test("has only scopes that its organization's APIs have now", async () => {
    const foreign = await createMember((await createOrganization()).id, "admin");
    await register({ identifier: "urn:foreign:api" }, ["read"], foreign);
    must(await setScopes(admin, { apiId: billing, scopes: named(["read"]) }));
    for (const grants of [
      [{ api: "urn:no:such", scopes: ["read"] }],
      [{ api: "urn:foreign:api", scopes: ["read"] }],
      grant("write"),
      grant("read", "Read"),
    ])
      expect(await issueToken(admin, input({ grants }))).toMatchObject({ reason: "invalid_input", field: "grants" });
  });

  test("has at most 1,000 scopes, and each API once", () => {
    const many = (api: string, length: number) => ({ api, scopes: Array.from({ length }, (_, i) => `s${i}`) });
    expect(grantsSchema.safeParse([many(BILLING, 500), many(MAIL, 500)]).success).toBe(true);
    expect(grantsSchema.safeParse([many(BILLING, 500), many(MAIL, 501)]).success).toBe(false);
    expect(grantsSchema.safeParse([many(BILLING, 1), many(BILLING, 1)]).success).toBe(false);
    expect(grantsSchema.safeParse([many(BILLING, 0)]).success).toBe(false);
  });

  test("are not widened by a misspelt member", () => {
    expect(issuesSchema.safeParse([{ api: BILLING, scope: ["read"] }]).success).toBe(false);
  });

  test("keeps them when it is rotated", async () => {
    const { token } = await issue({ grants: grant("read") });
    const { secret } = must(await rotateToken(admin, { tokenId: token.id, version: null, graceSeconds: 0 }));
    expect(await checked(secret)).toEqual({ [BILLING]: "read" });
  });

  test("has the API's prefix if it has nothing but scopes of that API", async () => {
    const prefix = ({ secret }: { secret: { reveal(): string } }) => secret.reveal().slice(0, -39);
    const alone = await issue({ grants: grant("read") });
    expect([prefix(alone), alone.token.hint.slice(0, 11)]).toEqual(["acme_live", "acme_live_…"]);
    expect(prefix(await issue({ grants: [...grant("read"), { api: MAIL, scopes: ["send"] }] }))).toBe("latch");
    expect(prefix(await issue({ permissions: ["viewer"], grants: grant("read") }))).toBe("latch");
    const seen = { tokenId: alone.token.id, version: null };
    expect(prefix(must(await rotateToken(admin, { ...seen, graceSeconds: 0 })))).toBe("acme_live");
    must(await setPermissions(admin, { ...seen, permissions: ["viewer"] }));
    expect(prefix(must(await rotateToken(admin, { ...seen, graceSeconds: 0 })))).toBe("latch");
  });

  test("ends as its API says where nothing is chosen, and not later", async () => {
    const api = "urn:acme:short";
    await register({ identifier: api, defaults: { lifetimeDays: 7, maxLifetimeDays: 30 } }, ["read"]);
    const grants = [{ api, scopes: ["read"] }];
    const days = ({ token }: { token: TokenDto }) =>
      Math.round((Date.parse(token.expiresAt ?? "") - Date.parse(token.createdAt)) / 86_400_000);
    expect(days(await issue({ grants }))).toBe(7);
    const chosen = (expiration: object) => issueToken(admin, input({ grants, expiration }));
    expect(await chosen({ kind: "never" })).toMatchObject({ reason: "expiration_required" });
    expect(await chosen({ kind: "days", days: 31 })).toMatchObject({ reason: "expiration_too_late" });
    const { token } = must(await chosen({ kind: "days", days: 30 }));
    const edit = { tokenId: token.id, version: null, expiration: { kind: "days", days: 60 } as const };
    expect(await editToken(admin, edit)).toMatchObject({ reason: "expiration_too_late" });
    const other = await issue({ grants: grant("read"), expiration: { kind: "days", days: 90 } });
    expect(await setGrants(admin, { tokenId: other.token.id, version: null, grants })).toMatchObject({
      reason: "expiration_too_late",
    });
  });

  test("is found by its API and its scope", async () => {
    const [one, two] = [await issue({ grants: grant("read") }), await issue({ grants: grant("read", "write") })];
    await issue({ grants: [{ api: MAIL, scopes: ["send"] }] });
    const found = async (filter: object) =>
      must(await listTokens(admin, listTokensSchema.parse({ direction: "asc", ...filter }))).page.items.map(
        ({ id }) => id,
      );
    expect(await found({ api: BILLING })).toEqual([one.token.id, two.token.id]);
    expect(await found({ api: BILLING, scope: "write" })).toEqual([two.token.id]);
    expect(await found({ api: "urn:no:such" })).toEqual([]);
    expect(await listTokens(admin, listTokensSchema.parse({ scope: "read" }))).toMatchObject({ field: "scope" });
    must(await setScopes(admin, { apiId: billing, scopes: named(["read"]) }));
    expect(await found({ api: BILLING, scope: "write" })).toEqual([]);
  });
});

describe("granting", () => {
  test("replaces the scopes, is audited, and counts from the next check on", async () => {
    const { token, secret } = await issue({ grants: grant("read") });
    const changed = must(await setGrants(admin, { tokenId: token.id, version: 1, grants: grant("write") })).token;
    expect(changed).toMatchObject({ grants: grant("write"), version: 2 });
    expect(await checked(secret)).toEqual({ [BILLING]: "write" });
    expect(await lastEvents(organizationId)).toMatchObject([
      {
        action: "token.grants_set",
        change: { grants: { from: { [BILLING]: ["read"] }, to: { [BILLING]: ["write"] } } },
      },
    ]);
    expect(await setGrants(admin, { tokenId: token.id, version: 1, grants: grant("read") })).toMatchObject({
      reason: "stale",
    });
  });

  test("is for Editors and Owners that reach all spaces", async () => {
    const { id: spaceId } = await createSpaceIn(organizationId);
    const member = await createMember(organizationId, "member");
    expect(await issueToken(member, input({ grants: grant("read") }))).toMatchObject({ reason: "insufficient_scope" });
    const editor = asActor((await issue({ permissions: ["editor"] })).token);
    const ofSpace = asActor((await issue({ permissions: ["editor"], spaceId })).token);
    await issue({ grants: grant("read") }, editor);
    expect(await issueToken(ofSpace, input({ spaceId, grants: grant("read") }))).toMatchObject({
      reason: "permission_not_grantable",
      field: "grants",
    });
  });

  test("a token for one space changes no token that has scopes, but may revoke it", async () => {
    const { id: spaceId } = await createSpaceIn(organizationId);
    const { token } = await issue({ spaceId, permissions: ["viewer"], grants: grant("read") });
    const ofSpace = asActor((await issue({ spaceId, permissions: ["owner"] }, owner)).token);
    const seen = { tokenId: token.id, version: null };
    const refused = { reason: "permission_not_grantable", field: "grants" };
    expect(await editToken(ofSpace, { ...seen, name: "Mine" })).toMatchObject(refused);
    expect(await setPermissions(ofSpace, { ...seen, permissions: ["agent"] })).toMatchObject(refused);
    expect(await setGrants(ofSpace, { ...seen, grants: [] })).toMatchObject(refused);
    expect(await rotateToken(ofSpace, { ...seen, graceSeconds: 0 })).toMatchObject(refused);
    expect((await revokeToken(ofSpace, { tokenId: token.id })).ok).toBe(true);
  });

  test("a parent that can no longer grant takes the scopes from its descendants", async () => {
    const parent = (await issue({ permissions: ["owner"] }, owner)).token;
    const middle = await issue({ permissions: ["editor", "viewer"], grants: grant("read") }, asActor(parent));
    const child = await issue({ grants: grant("write") }, asActor(middle.token));
    const both = await issue({ permissions: ["viewer"], grants: grant("write") }, asActor(parent));
    const seen = { tokenId: parent.id, version: null };
    expect(must(await setPermissions(owner, { ...seen, permissions: ["editor"] }))).toMatchObject({
      alsoNarrowed: 0,
      alsoRevoked: 0,
    });
    expect(await checked(child.secret)).toEqual({ [BILLING]: "write" });
    must(await setPermissions(owner, { ...seen, permissions: ["viewer"] }));
    expect([await checked(middle.secret), await checked(child.secret), await checked(both.secret)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test("a child cannot get scopes that its parent cannot grant", async () => {
    const parent = (await issue({ permissions: ["owner"] }, owner)).token;
    const child = await issue({ permissions: ["viewer"] }, asActor(parent));
    await db().apiToken.update({ where: { id: parent.id }, data: { permissions: ["agent"] } });
    expect(await setGrants(owner, { tokenId: child.token.id, version: null, grants: grant("read") })).toMatchObject({
      reason: "exceeds_parent",
      field: "grants",
    });
  });

  test("a form that is sent again changes nothing", async () => {
    const { token } = await issue({ grants: grant("read") });
    const form = { organizationId, userId: admin.userId, formId: "01900000-0000-7000-8000-000000000001" };
    const change = { tokenId: token.id, version: 1, grants: grant("write") };
    expect(must(await setGrants(admin, change, form)).token.version).toBe(2);
    expect(must(await setGrants(admin, change, form)).token.version).toBe(2);
  });
});

describe("a scope that was removed", () => {
  test("ends at once, and a new one of the same name is not granted", async () => {
    const { token, secret } = await issue({ grants: grant("read", "write") });
    must(await setScopes(admin, { apiId: billing, scopes: named(["read"]) }));
    expect(await checked(secret)).toEqual({ [BILLING]: "read" });
    must(await setScopes(admin, { apiId: billing, scopes: named(["read", "write"]) }));
    expect(await checked(secret)).toEqual({ [BILLING]: "read" });
    must(await setGrants(admin, { tokenId: token.id, version: null, grants: grant("read", "write") }));
    expect(await checked(secret)).toEqual({ [BILLING]: "read write" });
  });

  test("ends with its API, and a new API with the same identifier is not granted", async () => {
    const { token, secret } = await issue({ grants: grant("read") });
    must(await deleteApi(admin, { apiId: billing }));
    expect(await checked(secret)).toEqual({});
    await register({ identifier: BILLING }, ["read", "write"]);
    expect(await checked(secret)).toEqual({});
    expect(must(await getToken(admin, token.id)).token.grants).toEqual([]);
  });

  test("is never granted by a creation at the same moment", async () => {
    const results = await Promise.all([
      ...Array.from({ length: 5 }, () => issueToken(admin, input({ grants: grant("write") }))),
      setScopes(admin, { apiId: billing, scopes: named(["read"]) }),
      ...Array.from({ length: 5 }, () => issueToken(admin, input({ grants: grant("write") }))),
    ]);
    for (const result of results) if (result.ok && "secret" in result) expect(await checked(result.secret)).toEqual({});
  });

  test("stays removed while a sweep deletes the grants, and live ones stay", async () => {
    const { token, secret } = await issue({ grants: grant("read", "write") });
    must(await setScopes(admin, { apiId: billing, scopes: named(["read"]) }));
    const sweep = SWEEPS.find(({ name }) => name === "token-grants") ?? expect.fail("no sweep");
    expect(await runSweep(sweep, new AbortController().signal, 1)).toBeGreaterThanOrEqual(1);
    expect(await db().tokenGrant.count({ where: { tokenId: token.id } })).toBe(1);
    expect(await checked(secret)).toEqual({ [BILLING]: "read" });
  });
});
