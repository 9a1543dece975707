import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import { createApi, deleteApi, setScopes, updateApi } from "../apis/mutations";
import { getApi, listApis } from "../apis/queries";
import { createApiSchema, listApisSchema } from "../apis/schema";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { getTokenDetails } from "./details";
import { setGrants } from "./grants";
import { setIssues } from "./issues";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { countIssuedTokens, getToken, listTokens } from "./queries";
import { revokeIssued, revokeSubject, revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema, listTokensSchema } from "./schema";

useTestDatabase();

const BILLING = "urn:acme:billing";
const MAIL = "urn:acme:mail";
const READ = [{ api: BILLING, scopes: ["read"] }];
const notFound = { ok: false, reason: "not_found" };
let organizationId: string;
let owner: UserActor;
let billing: string;
let mail: string;
let issuer: TokenActor;
let issuerId: string;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
  billing = await register(BILLING, ["read", "write"]);
  mail = await register(MAIL, ["send"]);
  const made = await make({ permissions: ["issuer"], issues: [{ api: BILLING, scopes: ["read"] }] });
  issuerId = made.token.id;
  issuer = await actorOf(made.secret);
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const named = (names: readonly string[]) => names.map((name) => ({ name, description: "" }));
const register = async (identifier: string, scopes: string[]) =>
  must(await createApi(owner, createApiSchema.parse({ identifier, name: "An API", scopes: named(scopes) }))).api.id;

let count = 0;
const input = (fields: object) => issueTokenSchema.parse({ name: `Token ${(count += 1)}`, ...fields });
const make = async (fields: object, actor: Actor = owner) => must(await issueToken(actor, input(fields)));

/** The actor that a check makes of a secret. */
async function actorOf(secret: { reveal(): string }): Promise<TokenActor> {
  const live = await findUsable(secret.reveal());
  if (live === null) throw new Error("the token is dead");
  return toActor(live.record, null);
}

const isLive = async (secret: { reveal(): string }) => (await findUsable(secret.reveal())) !== null;
const namesSeenBy = async (actor: Actor) =>
  must(await listTokens(actor, listTokensSchema.parse({})))
    .page.items.map(({ name }) => name)
    .sort();

describe("what an Issuer makes", () => {
  test("has its scopes and no parent, and says who made it", async () => {
    const { token, secret } = await make({ grants: READ, subject: "cus_1", metadata: { plan: "pro" } }, issuer);
    expect(token).toMatchObject({
      permissions: [],
      grants: READ,
      subject: "cus_1",
      parentId: null,
      issuerId,
      createdBy: issuer.name,
    });
    expect(await isLive(secret)).toBe(true);
    expect(await lastEvents(organizationId)).toMatchObject([{ action: "token.created", actorId: issuerId }]);
  });

  test("neither ends nor is revoked with it", async () => {
    const soon = await make({
      permissions: ["issuer"],
      issues: [{ api: BILLING }],
      expiration: { kind: "days", days: 1 },
    });
    const { token, secret } = await make({ grants: READ, expiration: { kind: "never" } }, await actorOf(soon.secret));
    expect(token.expiresAt).toBeNull();
    expect(must(await revokeToken(owner, { tokenId: soon.token.id })).alsoRevoked).toBe(0);
    expect(await isLive(secret)).toBe(true);
  });

  test.each([
    ["a scope that it does not name", { grants: [{ api: BILLING, scopes: ["read", "write"] }] }],
    ["another API", { grants: [{ api: MAIL, scopes: ["send"] }] }],
    ["another API beside its own", { grants: [...READ, { api: MAIL, scopes: ["send"] }] }],
    ["a permission", { permissions: ["viewer"] }],
    ["a permission beside its scopes", { permissions: ["viewer"], grants: READ }],
    ["another Issuer", { permissions: ["issuer"], issues: [{ api: BILLING, scopes: ["read"] }] }],
    ["nothing of an API", {}],
  ])("cannot have %s", async (_, fields) => {
    expect(await issueToken(issuer, input(fields))).toMatchObject({ reason: "permission_not_grantable" });
  });

  test("with all scopes of an API includes later ones", async () => {
    const all = await actorOf((await make({ permissions: ["issuer"], issues: [{ api: BILLING }] })).secret);
    must(await setScopes(owner, { apiId: billing, scopes: named(["read", "write", "later"]) }));
    expect((await make({ grants: [{ api: BILLING, scopes: ["later"] }] }, all)).token.grants).toHaveLength(1);
  });
});

describe("an Issuer", () => {
  test("reads, edits, rotates, re-scopes and revokes what has only its scopes, whoever made it", async () => {
    for (const maker of [issuer, owner]) {
      const { token } = await make({ grants: READ }, maker);
      const seen = { tokenId: token.id, version: null };
      expect(must(await getToken(issuer, token.id)).token.id).toBe(token.id);
      must(await editToken(issuer, { ...seen, subject: "cus_2" }));
      must(await rotateToken(issuer, { ...seen, graceSeconds: 0 }));
      must(await setGrants(issuer, { ...seen, grants: READ }));
      must(await revokeToken(issuer, { tokenId: token.id }));
    }
  });

  test("finds no other token, and lists none", async () => {
    const mine = (await make({ name: "mine", grants: READ }, issuer)).token;
    const others = [
      await make({ name: "wider", grants: [{ api: BILLING, scopes: ["read", "write"] }] }),
      await make({ name: "elsewhere", grants: [{ api: MAIL, scopes: ["send"] }] }),
      await make({ name: "with a permission", permissions: ["viewer"], grants: READ }),
      await make({ name: "without a scope" }),
      { token: { id: issuerId } },
    ];
    for (const { token } of others) {
      const seen = { tokenId: token.id, version: null };
      expect(await getToken(issuer, token.id)).toEqual(notFound);
      expect(await editToken(issuer, { ...seen, name: "Mine" })).toEqual(notFound);
      expect(await rotateToken(issuer, { ...seen, graceSeconds: 0 })).toEqual(notFound);
      expect(await setGrants(issuer, { ...seen, grants: READ })).toEqual(notFound);
      expect(await revokeToken(issuer, { tokenId: token.id })).toEqual(notFound);
    }
    expect(await namesSeenBy(issuer)).toEqual(["mine"]);
    must(await setGrants(owner, { tokenId: mine.id, version: null, grants: [{ api: MAIL, scopes: ["send"] }] }));
    expect(await namesSeenBy(issuer)).toEqual([]);
  });

  test("sets no permissions, no issues, and no scopes beyond its own", async () => {
    const { token } = await make({ grants: READ }, issuer);
    const seen = { tokenId: token.id, version: null };
    expect((await setPermissions(issuer, { ...seen, permissions: [] })).ok).toBe(false);
    expect((await setPermissions(issuer, { ...seen, permissions: ["viewer"] })).ok).toBe(false);
    expect((await setIssues(issuer, { ...seen, issues: [{ api: BILLING }] })).ok).toBe(false);
    expect((await setIssues(issuer, { tokenId: issuerId, version: null, issues: [{ api: BILLING }] })).ok).toBe(false);
    const wider = [{ api: BILLING, scopes: ["read", "write"] }];
    expect(await setGrants(issuer, { ...seen, grants: wider })).toMatchObject({ reason: "permission_not_grantable" });
    expect((await setGrants(issuer, { ...seen, grants: [] })).ok).toBe(false);
    expect(must(await getToken(owner, token.id)).token).toMatchObject({ permissions: [], grants: READ, issues: [] });
  });

  test("does nothing else", async () => {
    const refused = { reason: "insufficient_scope" };
    expect(await revokeSubject(issuer, { subject: "cus_1" })).toMatchObject(refused);
    expect(await revokeIssued(issuer, { tokenId: issuerId })).toMatchObject(refused);
    expect(await updateApi(issuer, { apiId: billing, name: "Mine" })).toMatchObject(refused);
    expect(must(await getApi(issuer, billing)).api.identifier).toBe(BILLING);
    expect(await getApi(issuer, mail)).toEqual(notFound);
    const { page } = must(await listApis(issuer, listApisSchema.parse({})));
    expect(page.items.map(({ identifier }) => identifier)).toEqual([BILLING]);
  });

  test("loses a scope or an API with the others, from the next request on", async () => {
    must(await setScopes(owner, { apiId: billing, scopes: named(["write"]) }));
    const record = (await db().apiToken.findUniqueOrThrow({ where: { id: issuerId } })).permissions;
    expect(record).toEqual(["issuer"]);
    expect(await issueToken(issuer, input({ grants: READ }))).toMatchObject({ reason: "permission_not_grantable" });
    must(await setScopes(owner, { apiId: billing, scopes: named(["read", "write"]) }));
    expect(await issueToken(issuer, input({ grants: READ }))).toMatchObject({ reason: "permission_not_grantable" });
    must(await setIssues(owner, { tokenId: issuerId, version: null, issues: [{ api: BILLING }] }));
    expect((await issueToken(issuer, input({ grants: READ }))).ok).toBe(true);
    must(await deleteApi(owner, { apiId: billing }));
    await register(BILLING, ["read"]);
    expect(await issueToken(issuer, input({ grants: READ }))).toMatchObject({ reason: "permission_not_grantable" });
  });
});

describe("granting Issuer", () => {
  test("is for Owners, for the whole organization, alone and with APIs", async () => {
    const admin = await createMember(organizationId, "admin");
    const issues = [{ api: BILLING }];
    expect(await issueToken(admin, input({ permissions: ["issuer"], issues }))).toMatchObject({
      reason: "permission_not_grantable",
    });
    const { id: spaceId } = await createSpaceIn(organizationId);
    expect(await issueToken(owner, input({ permissions: ["issuer"], issues, spaceId }))).toMatchObject({
      reason: "permission_not_grantable",
    });
    expect(() => input({ permissions: ["issuer", "viewer"], issues })).toThrow();
    for (const fields of [
      { permissions: ["issuer"] },
      { permissions: ["issuer"], issues, grants: READ },
      { permissions: ["viewer"], issues },
      { permissions: ["issuer"], issues: [{ api: "urn:no:such" }] },
      { permissions: ["issuer"], issues: [{ api: BILLING, scopes: ["no-such"] }] },
    ])
      expect(await issueToken(owner, input(fields))).toMatchObject({ reason: "invalid_input" });
    const { token } = await make({ permissions: ["viewer"] });
    expect(await setPermissions(owner, { tokenId: token.id, version: null, permissions: ["issuer"] })).toMatchObject({
      reason: "invalid_input",
    });
    expect(await setPermissions(owner, { tokenId: issuerId, version: null, permissions: ["viewer"] })).toMatchObject({
      reason: "invalid_input",
    });
    const seen = { tokenId: issuerId, version: null };
    expect(await setIssues(admin, { ...seen, issues })).toMatchObject({ reason: "insufficient_scope" });
    expect(await setGrants(owner, { ...seen, grants: READ })).toMatchObject({ reason: "invalid_input" });
    expect(await editToken(admin, { ...seen, name: "Mine" })).toMatchObject({ reason: "permission_not_grantable" });
  });

  test("a token of another organization issues nothing here", async () => {
    const foreign = tokenActor((await createOrganization()).id, ["issuer"]);
    const { token } = await make({ grants: READ });
    expect(await getToken(foreign, token.id)).toEqual(notFound);
    expect(await namesSeenBy(foreign)).toEqual([]);
  });
});

test("what an Issuer made can be revoked at once, since an instant or all of it, after the Issuer too", async () => {
  const early = await make({ grants: READ }, issuer);
  await db().apiToken.update({ where: { id: early.token.id }, data: { createdAt: new Date("2026-01-01T00:00:00Z") } });
  const late = await make({ grants: READ }, issuer);
  const other = await make({ grants: READ });
  must(await revokeToken(owner, { tokenId: issuerId }));
  const since = new Date("2026-02-01T00:00:00Z");
  expect(await revokeIssued(owner, { tokenId: issuerId, since })).toEqual({ ok: true, revoked: 1 });
  expect([await isLive(early.secret), await isLive(late.secret)]).toEqual([true, false]);
  expect(await revokeIssued(owner, { tokenId: issuerId })).toEqual({ ok: true, revoked: 1 });
  expect(await lastEvents(organizationId)).toMatchObject([{ action: "token.issued_revoked", change: { revoked: 1 } }]);
  expect(await isLive(other.secret)).toBe(true);
});

test("what an Issuer made is counted, since an instant or all of it", async () => {
  const early = await make({ grants: READ }, issuer);
  await db().apiToken.update({ where: { id: early.token.id }, data: { createdAt: new Date("2026-01-01T00:00:00Z") } });
  const late = await make({ grants: READ }, issuer);
  const gone = await make({ grants: READ }, issuer);
  must(await revokeToken(owner, { tokenId: gone.token.id }));
  await make({ grants: READ });
  const at = new Date();
  await db().tokenActivity.create({ data: { organizationId, tokenId: late.token.id, at } });
  const all = { unrevoked: 2, live: 2, used: 1, lastUsedAt: at.toISOString() };
  expect(await countIssuedTokens(owner, { tokenId: issuerId })).toEqual({ ok: true, ...all });
  expect(must(await getTokenDetails(owner, issuerId)).issued).toMatchObject(all);
  expect(must(await getTokenDetails(owner, late.token.id)).issued).toBeNull();
  const since = new Date("2026-02-01T00:00:00Z");
  expect(await countIssuedTokens(owner, { tokenId: issuerId, since })).toMatchObject({ unrevoked: 1 });
  expect(await countIssuedTokens(issuer, { tokenId: issuerId })).toMatchObject({ reason: "insufficient_scope" });
  const foreign = await createMember((await createOrganization()).id, "super_admin");
  expect(await countIssuedTokens(foreign, { tokenId: issuerId })).toEqual(notFound);
});

test("what an Issuer issues is set once by a form that is sent again", async () => {
  const form = { organizationId, userId: owner.userId, formId: randomUUID() };
  const before = must(await getToken(owner, issuerId)).token.version;
  const wanted = { tokenId: issuerId, version: before, issues: [{ api: MAIL }] };
  for (let time = 0; time < 2; time += 1)
    expect(must(await setIssues(owner, wanted, form)).token).toMatchObject({
      issues: [{ api: MAIL }],
      version: before + 1,
    });
});
