import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { Actor, UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { createApi, deleteApi, setScopes, updateApi } from "./mutations";
import { getApi, listApis } from "./queries";
import { createApiSchema, listApisSchema } from "./schema";

useTestDatabase();

const notFound = { ok: false, reason: "not_found" };
const insufficient = { ok: false, reason: "insufficient_scope" };
let organizationId: string;
let admin: UserActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  admin = await createMember(organizationId, "admin");
});

const BILLING = {
  identifier: "https://billing.acme.example",
  name: "Billing",
  scopes: [{ name: "invoices:write" }, { name: "invoices:read", description: "Read invoices" }],
};

async function created(input: object = {}, actor: Actor = admin) {
  const result = await createApi(actor, createApiSchema.parse({ ...BILLING, ...input }));
  if (!result.ok) throw new Error(result.reason);
  return result.api;
}

async function names(input: object = {}) {
  const result = await listApis(admin, listApisSchema.parse(input));
  return result.ok ? result.page.items.map(({ name }) => name) : result.reason;
}

const scopes = (...wanted: string[]) => wanted.map((name) => ({ name, description: "" }));

test("a registered API has its scopes by name, and an audit event", async () => {
  const api = await created();
  expect(api).toMatchObject({
    identifier: BILLING.identifier,
    algorithm: "EdDSA",
    tokenPrefix: null,
    defaults: { lifetimeDays: null, maxLifetimeDays: null, limits: {} },
    scopeCount: 2,
    version: 1,
    scopes: [
      { name: "invoices:read", description: "Read invoices" },
      { name: "invoices:write", description: "" },
    ],
  });
  expect(await getApi(admin, api.id)).toEqual({ ok: true, api });
  expect(await lastEvents(organizationId)).toMatchObject([
    { action: "api.created", resourceKind: "api", resourceId: api.id, actorId: admin.userId },
  ]);
});

test("identifiers and token prefixes are unique in an organization, and in no other", async () => {
  const { id } = await created({ tokenPrefix: "acme_live" });
  const again = (input: object) => createApi(admin, createApiSchema.parse({ ...BILLING, ...input }));
  expect(await again({})).toEqual({ ok: false, reason: "identifier_taken", field: "identifier" });
  expect(await again({ identifier: "urn:acme:2", tokenPrefix: "acme_live" })).toEqual({
    ok: false,
    reason: "prefix_taken",
    field: "tokenPrefix",
  });
  const foreign = await createMember((await createOrganization()).id, "admin");
  await created({ tokenPrefix: "acme_live" }, foreign);
  expect(await deleteApi(admin, { apiId: id })).toEqual({ ok: true });
  expect((await created({ tokenPrefix: "acme_live" })).id).not.toBe(id);
});

test("of two concurrent registrations with one identifier one succeeds", async () => {
  const both = await Promise.all([1, 2].map(() => createApi(admin, createApiSchema.parse(BILLING))));
  expect(both.map((result) => (result.ok ? "ok" : result.reason)).sort()).toEqual(["identifier_taken", "ok"]);
});

test("an edit changes the given fields, and is refused for an old version", async () => {
  const { id: apiId } = await created();
  const edited = await updateApi(admin, {
    apiId,
    version: 1,
    name: "Invoices",
    algorithm: "RS256",
    defaults: { lifetimeDays: 30, maxLifetimeDays: 90, limits: {} },
  });
  expect(edited).toMatchObject({
    ok: true,
    api: { name: "Invoices", description: "", algorithm: "RS256", defaults: { lifetimeDays: 30 }, version: 2 },
  });
  expect(await updateApi(admin, { apiId, version: 1, name: "Late" })).toMatchObject({ reason: "stale" });
  expect(await lastEvents(organizationId)).toMatchObject([
    { action: "api.updated", change: { name: { from: "Billing", to: "Invoices" } } },
  ]);
});

test("the database refuses to change an identifier or a token prefix", async () => {
  const { id } = await created({ tokenPrefix: "acme" });
  await expect(db().api.update({ where: { id }, data: { identifier: "urn:other" } })).rejects.toThrow("keeps");
  await expect(db().api.update({ where: { id }, data: { tokenPrefix: null } })).rejects.toThrow("keeps");
});

test("a scope that stays is the same row; one that was removed and comes back is another one", async () => {
  const { id: apiId } = await created({ scopes: scopes("a", "b") });
  const rows = () =>
    db().apiScope.findMany({ where: { apiId }, orderBy: [{ name: "asc" }, { createdAt: "asc" }, { id: "asc" }] });
  const [a, b] = await rows();
  const narrowed = await setScopes(admin, { apiId, scopes: [{ name: "a", description: "changed" }] });
  expect(narrowed).toMatchObject({ ok: true, api: { scopes: [{ name: "a", description: "changed" }], version: 2 } });
  expect(await lastEvents(organizationId)).toMatchObject([
    { action: "api.scopes_set", change: { added: [], removed: ["b"], described: ["a"] } },
  ]);
  await setScopes(admin, { apiId, scopes: scopes("a", "b") });
  const after = await rows();
  expect(after.map(({ id, name, removedAt }) => [name, id === a?.id || id === b?.id, removedAt === null])).toEqual([
    ["a", true, true],
    ["b", true, false],
    ["b", false, true],
  ]);
});

test("concurrent changes of scopes never give a name twice", async () => {
  const { id: apiId } = await created({ scopes: [] });
  const results = await Promise.all(
    [
      ["a", "b"],
      ["b", "c"],
      ["a", "c"],
    ].map((wanted) => setScopes(admin, { apiId, scopes: scopes(...wanted) })),
  );
  expect(results.every(({ ok }) => ok)).toBe(true);
  const found = await getApi(admin, apiId);
  const last = found.ok ? found.api : expect.fail(found.reason);
  expect(last.version).toBe(4);
  expect(last.scopes).toHaveLength(2);
});

test("a deleted API is not found, and its row stays", async () => {
  const { id: apiId } = await created();
  expect(await deleteApi(admin, { apiId, confirmName: "Other" })).toMatchObject({ reason: "invalid_input" });
  expect(await deleteApi(admin, { apiId, version: 7 })).toMatchObject({ reason: "stale" });
  expect(await deleteApi(admin, { apiId, confirmName: "Billing" })).toEqual({ ok: true });
  expect(await getApi(admin, apiId)).toEqual(notFound);
  expect(await deleteApi(admin, { apiId })).toEqual(notFound);
  expect(await names()).toEqual([]);
  expect(await db().api.count({ where: { id: apiId } })).toBe(1);
  await expect(db().api.update({ where: { id: apiId }, data: { deletedAt: null } })).rejects.toThrow("stays deleted");
});

test("APIs are listed by name and found by name and identifier", async () => {
  for (const name of ["API 10", "api 9", "Web"])
    await created({ name, identifier: `urn:acme:${name.replace(" ", "-")}` });
  expect(await names()).toEqual(["api 9", "API 10", "Web"]);
  expect(await names({ search: "urn:acme:web" })).toEqual(["Web"]);
});

test("members read APIs, agents and verifiers do not, and a token for one space has nothing of them", async () => {
  const { id: apiId } = await created();
  const member = await createMember(organizationId, "member");
  expect((await getApi(member, apiId)).ok).toBe(true);
  expect(await updateApi(member, { apiId, name: "Mine" })).toMatchObject(insufficient);
  for (const permission of ["agent", "verifier"] as const)
    expect(await getApi(tokenActor(organizationId, [permission]), apiId)).toMatchObject(insufficient);
  const { id: spaceId } = await db().space.create({ data: { id: `${organizationId}-s`, organizationId, name: "S" } });
  const ofSpace = tokenActor(organizationId, ["owner"], spaceId);
  expect(await getApi(ofSpace, apiId)).toMatchObject(insufficient);
  expect(await listApis(ofSpace, listApisSchema.parse({}))).toMatchObject(insufficient);
  expect(await createApi(ofSpace, createApiSchema.parse({ ...BILLING, identifier: "urn:x:y" }))).toMatchObject(
    insufficient,
  );
});

test("a foreign API is not found for every actor", async () => {
  const { id: apiId } = await created();
  const foreign = (await createOrganization()).id;
  for (const actor of [await createMember(foreign, "super_admin"), tokenActor(foreign, ["agent"])]) {
    expect(await getApi(actor, apiId)).toEqual(notFound);
    expect(await updateApi(actor, { apiId, name: "Mine" })).toEqual(notFound);
    expect(await setScopes(actor, { apiId, scopes: [] })).toEqual(notFound);
    expect(await deleteApi(actor, { apiId })).toEqual(notFound);
  }
});
