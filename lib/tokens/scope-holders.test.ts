import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, tokenActor } from "../../tools/testing/fixtures";
import { countStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { UserActor } from "../access/authorization/actor";
import { createApi, setScopes } from "../apis/mutations";
import { createApiSchema } from "../apis/schema";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { issueToken } from "./issuing";
import { revokeToken } from "./revoking";
import { issueTokenSchema } from "./schema";
import { countScopeHolders, findScopeHolders } from "./scope-holders";

useTestDatabase();

const BILLING = "urn:acme:billing";
let organizationId: string;
let owner: UserActor;
let apiId: string;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
  apiId = (await register(BILLING, ["read", "write", "unused"])).id;
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const named = (names: readonly string[]) => names.map((name) => ({ name, description: "" }));
const register = async (identifier: string, scopes: string[]) =>
  must(await createApi(owner, createApiSchema.parse({ identifier, name: "An API", scopes: named(scopes) }))).api;

async function issue(name: string, scopes: string[], usedAt?: Date): Promise<string> {
  const input = issueTokenSchema.parse({ name, grants: [{ api: BILLING, scopes }] });
  const { token } = must(await issueToken(owner, input));
  if (usedAt)
    await db().tokenActivity.create({ data: { organizationId, tokenId: token.id, at: usedAt, address: "192.0.2.7" } });
  return token.id;
}

/** Adds many tokens with these scopes, in statements that a busy machine can do in time. */
async function insertMany(count: number, scopes: readonly string[]): Promise<void> {
  const batch = Math.ceil(200 / scopes.length);
  for (let first = 1; first <= count; first += batch)
    await db().$executeRaw`
      WITH made AS (
        INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdByName", "updatedAt")
        SELECT gen_random_uuid(), ${organizationId}, gen_random_uuid(), '{}', 'latch_…0000', 'Ada', now()
        FROM generate_series(${first}::int, ${Math.min(count, first + batch - 1)}::int) n RETURNING "id")
      INSERT INTO "TokenGrant" ("organizationId", "tokenId", "apiId", "scopeId")
      SELECT ${organizationId}, made."id", c."apiId", c."id" FROM made, "ApiScope" c
      WHERE c."organizationId" = ${organizationId} AND c."apiId" = ${apiId}::uuid AND c."name" = ANY(${scopes})`;
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

test("the live tokens of each scope are counted", async () => {
  await issue("Both", ["read", "write"]);
  await issue("Reader", ["read"]);
  const gone = await issue("Gone", ["read"]);
  must(await revokeToken(owner, { tokenId: gone }));
  const expired = await issue("Expired", ["write"]);
  await db().apiToken.update({ where: { id: expired }, data: { expiresAt: new Date(0) } });
  const { scopes } = must(await countScopeHolders(owner, { apiId }));
  expect([...scopes].sort((one, other) => one.scope.localeCompare(other.scope))).toEqual([
    { scope: "read", live: 2, isExact: true },
    { scope: "unused", live: 0, isExact: true },
    { scope: "write", live: 1, isExact: true },
  ]);
});

test("the tokens that lose a scope are found, those that were used last first", async () => {
  const never = await issue("Never", ["read"]);
  const long = await issue("Long ago", ["read"], minutesAgo(60 * 24 * 8));
  const last = await issue("Last", ["read", "write"], minutesAgo(1));
  await issue("Other", ["write"], minutesAgo(0));
  const holders = must(await findScopeHolders(owner, { apiId, scope: "read" }));
  expect(holders).toMatchObject({ live: 3, isExact: true, used: 1 });
  expect(holders.tokens.map(({ id }) => id)).toEqual([last, long, never]);
  expect(holders.tokens[0]).toMatchObject({ name: "Last", lastUsed: { address: "192.0.2.7" } });
  expect(holders.tokens[2]?.lastUsed).toBeNull();
});

test("a token with several scopes of an API loses it once, and a removed scope is not lost again", async () => {
  await issue("Both", ["read", "write"]);
  await issue("Reader", ["read"]);
  expect(must(await findScopeHolders(owner, { apiId }))).toMatchObject({ live: 2, tokens: [{}, {}] });
  must(await setScopes(owner, { apiId, scopes: named(["write", "read2"]) }));
  expect(must(await findScopeHolders(owner, { apiId }))).toMatchObject({ live: 1, tokens: [{ name: "Both" }] });
  expect(must(await findScopeHolders(owner, { apiId, scope: "read" }))).toMatchObject({ live: 0, tokens: [] });
  expect(
    must(await countScopeHolders(owner, { apiId }))
      .scopes.map(({ scope }) => scope)
      .sort(),
  ).toEqual(["read2", "write"]);
});

test("Issuers that issue a scope by name, or anything of an API, are counted", async () => {
  const makeIssuer = async (name: string, issues: object[]) =>
    must(await issueToken(owner, issueTokenSchema.parse({ name, permissions: ["issuer"], issues }))).token.id;
  await makeIssuer("All", [{ api: BILLING }]);
  await makeIssuer("Reader", [{ api: BILLING, scopes: ["read", "write"] }]);
  const gone = await makeIssuer("Gone", [{ api: BILLING, scopes: ["read"] }]);
  must(await revokeToken(owner, { tokenId: gone }));
  expect(must(await findScopeHolders(owner, { apiId }))).toMatchObject({ live: 0, issuers: 2 });
  expect(must(await findScopeHolders(owner, { apiId, scope: "read" })).issuers).toBe(1);
  expect(must(await findScopeHolders(owner, { apiId, scope: "unused" })).issuers).toBe(0);
});

test("at most ten are named, and a count that ended early says so", async () => {
  await insertMany(1_005, ["read"]);
  expect(must(await countScopeHolders(owner, { apiId })).scopes).toContainEqual({
    scope: "read",
    live: 1_000,
    isExact: false,
  });
  const { live, isExact, tokens } = must(await findScopeHolders(owner, { apiId, scope: "read" }));
  expect([live, isExact, tokens.length]).toEqual([1_005, true, 10]);
});

test("of many scopes fewer tokens each are counted", async () => {
  const scopes = Array.from({ length: 500 }, (_, i) => `scope-${i}`);
  must(await setScopes(owner, { apiId, scopes: named(scopes) }));
  await insertMany(101, ["scope-7"]);
  await insertMany(100, ["scope-8"]);
  const counts = must(await countScopeHolders(owner, { apiId })).scopes;
  expect(counts).toContainEqual({ scope: "scope-7", live: 100, isExact: false });
  expect(counts).toContainEqual({ scope: "scope-8", live: 100, isExact: true });
});

test("of an API whose tokens have more than 10,000 scopes, at least some tokens are counted", async () => {
  const scopes = Array.from({ length: 101 }, (_, i) => `scope-${i}`);
  must(await setScopes(owner, { apiId, scopes: named(scopes) }));
  await insertMany(100, scopes);
  const { live, isExact } = must(await findScopeHolders(owner, { apiId }));
  expect(isExact).toBe(false);
  expect(live).toBeGreaterThan(90);
});

test("the number of statements does not depend on the number of scopes and tokens", async () => {
  const count = async () => (await countStatements(() => countScopeHolders(owner, { apiId }))).statements;
  const before = await count();
  await insertMany(50, ["read"]);
  must(await setScopes(owner, { apiId, scopes: named(Array.from({ length: 100 }, (_, i) => `scope-${i}`)) }));
  expect(await count()).toBe(before);
});

test("who has a scope is for Editors and Owners of the whole organization", async () => {
  await issue("Reader", ["read"]);
  const member = await createMember(organizationId, "member");
  const foreign = await createMember((await createOrganization()).id, "super_admin");
  const ofSpace = tokenActor(organizationId, ["owner"], "mars-rover");
  for (const find of [countScopeHolders, findScopeHolders]) {
    expect(await find(member, { apiId })).toMatchObject({ reason: "insufficient_scope" });
    for (const actor of [foreign, ofSpace])
      expect(await find(actor, { apiId })).toEqual({ ok: false, reason: "not_found" });
    expect(await find(owner, { apiId: "nothing" })).toEqual({ ok: false, reason: "not_found" });
  }
});
