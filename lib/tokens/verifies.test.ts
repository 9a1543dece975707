import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import { createApi, deleteApi } from "../apis/mutations";
import { createApiSchema } from "../apis/schema";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { setGrants } from "./grants";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { getToken } from "./queries";
import { revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema } from "./schema";
import { setVerifies } from "./verifies";

useTestDatabase();

const BILLING = "urn:acme:billing";
const MAIL = "urn:acme:mail";
let organizationId: string;
let owner: UserActor;
let billing: string;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
  billing = await register(BILLING);
  await register(MAIL);
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const register = async (identifier: string, actor = owner) =>
  must(await createApi(actor, createApiSchema.parse({ identifier, name: "An API", scopes: [{ name: "read" }] }))).api
    .id;

let count = 0;
const input = (fields: object) => issueTokenSchema.parse({ name: `Token ${(count += 1)}`, ...fields });
const make = async (fields: object, actor: Actor = owner) => must(await issueToken(actor, input(fields)));
const seen = (tokenId: string) => ({ tokenId, version: null });
const verifiesOf = async (tokenId: string) => must(await getToken(owner, tokenId)).token.verifies;

/** The actor that a check makes of a secret. */
async function actorOf(secret: { reveal(): string }): Promise<TokenActor> {
  const live = await findUsable(secret.reveal());
  if (live === null) throw new Error("the token is dead");
  return toActor(live.record, null);
}
/** The APIs that a check finds a secret bound to; null if it is not bound. */
const boundOf = async (secret: { reveal(): string }) => (await actorOf(secret)).verifies?.map(({ api }) => api) ?? null;

const EXCEEDS = { ok: false, reason: "exceeds_parent", field: "verifies" };
const NOT_GRANTABLE = { ok: false, reason: "permission_not_grantable", field: "verifies" };

describe("a Verifier", () => {
  test("is bound to the APIs that it was created with, and to none unless it was said", async () => {
    const bound = await make({ permissions: ["verifier"], verifies: [MAIL, BILLING, MAIL] });
    expect(bound.token.verifies).toEqual([BILLING, MAIL]);
    expect(await boundOf(bound.secret)).toEqual([BILLING, MAIL]);
    expect(await lastEvents(organizationId)).toMatchObject([
      { action: "token.created", change: { verifies: [BILLING, MAIL] } },
    ]);
    for (const fields of [{}, { verifies: null }]) {
      const free = await make({ permissions: ["verifier"], ...fields });
      expect([free.token.verifies, await boundOf(free.secret)]).toEqual([null, null]);
    }
    const nothing = await make({ permissions: ["verifier"], verifies: [] });
    expect([nothing.token.verifies, await boundOf(nothing.secret)]).toEqual([[], []]);
  });

  test("stays bound when its APIs are deleted, their rows are gone, or one is registered again", async () => {
    const { token, secret } = await make({ permissions: ["verifier"], verifies: [BILLING] });
    must(await deleteApi(owner, { apiId: billing }));
    expect([await verifiesOf(token.id), await boundOf(secret)]).toEqual([[], []]);
    await register(BILLING);
    expect([await verifiesOf(token.id), await boundOf(secret)]).toEqual([[], []]);
    await db().api.delete({ where: { id: billing } });
    expect([await verifiesOf(token.id), await boundOf(secret)]).toEqual([[], []]);
  });

  test("is bound to others, and unbound, by an Owner, with an audit event", async () => {
    const { token, secret } = await make({ permissions: ["verifier"] });
    for (const verifies of [[BILLING], [MAIL], [], null]) {
      const changed = must(await setVerifies(owner, { ...seen(token.id), verifies })).token;
      expect([changed.verifies, await boundOf(secret)]).toEqual([verifies, verifies]);
    }
    expect(await lastEvents(organizationId, 2)).toMatchObject([
      { action: "token.verifies_set", change: { verifies: { from: [], to: null } } },
      { action: "token.verifies_set", change: { verifies: { from: [MAIL], to: [] } } },
    ]);
    const stale = { tokenId: token.id, version: token.version, verifies: [BILLING] };
    expect(await setVerifies(owner, stale)).toMatchObject({ reason: "stale" });
  });

  test("alone may be bound, and not to what the organization does not have", async () => {
    const foreign = await createMember((await createOrganization()).id, "super_admin");
    await register("urn:foreign:api", foreign);
    const invalid = { reason: "invalid_input", field: "verifies" };
    for (const fields of [
      { permissions: ["viewer"], verifies: [BILLING] },
      { permissions: ["viewer"], verifies: [] },
      { permissions: ["issuer"], issues: [{ api: BILLING }], verifies: [BILLING] },
      { permissions: ["verifier"], verifies: ["urn:foreign:api"] },
    ])
      expect(await issueToken(owner, input(fields))).toMatchObject(invalid);
    const viewer = await make({ permissions: ["viewer"] });
    const issuer = await make({ permissions: ["issuer"], issues: [{ api: BILLING }] });
    for (const { token } of [viewer, issuer])
      expect(await setVerifies(owner, { ...seen(token.id), verifies: [BILLING] })).toMatchObject(invalid);
    expect(must(await getToken(owner, issuer.token.id)).token.issues).toEqual([{ api: BILLING }]);
    const { token } = await make({ permissions: ["verifier"], verifies: [BILLING] });
    expect(await setVerifies(owner, { ...seen(token.id), verifies: ["urn:foreign:api"] })).toMatchObject(invalid);
    expect(await setVerifies(foreign, { ...seen(token.id), verifies: null })).toEqual({
      ok: false,
      reason: "not_found",
    });
    expect(await verifiesOf(token.id)).toEqual([BILLING]);
  });

  test("that is bound keeps the permission, until it is bound no longer", async () => {
    const { token } = await make({ permissions: ["viewer", "verifier"], verifies: [] });
    const without = { ...seen(token.id), permissions: ["viewer" as const] };
    expect(await setPermissions(owner, without)).toMatchObject({ reason: "invalid_input", field: "permissions" });
    must(await setPermissions(owner, { ...without, permissions: ["verifier"] }));
    expect(await verifiesOf(token.id)).toEqual([]);
    must(await setVerifies(owner, { ...seen(token.id), verifies: null }));
    must(await setPermissions(owner, without));
  });

  test("is bound by Owners of the whole organization only, and not by itself", async () => {
    const { token, secret } = await make({ permissions: ["verifier"], verifies: [BILLING] });
    const { id: spaceId } = await createSpaceIn(organizationId);
    const change = { ...seen(token.id), verifies: null };
    const admin = await createMember(organizationId, "admin");
    const issuer = await make({ permissions: ["issuer"], issues: [{ api: BILLING }] });
    const ownerOfSpace = await make({ permissions: ["owner"], spaceId });
    for (const actor of [admin, ...(await Promise.all([secret, issuer.secret, ownerOfSpace.secret].map(actorOf)))])
      expect((await setVerifies(actor, change)).ok).toBe(false);
    const ofSpace = { permissions: ["verifier"], spaceId };
    expect(await issueToken(await actorOf(ownerOfSpace.secret), input({ ...ofSpace, verifies: [] }))).toMatchObject({
      reason: "insufficient_scope",
    });
    expect(await verifiesOf(token.id)).toEqual([BILLING]);
    expect((await make({ ...ofSpace, verifies: [BILLING] })).token.verifies).toEqual([BILLING]);
  });
});

describe("what a bound token makes", () => {
  const BOUND = { permissions: ["owner", "verifier"], verifies: [BILLING] };
  let parent: Awaited<ReturnType<typeof make>>;
  let actor: TokenActor;
  beforeEach(async () => {
    parent = await make(BOUND);
    actor = await actorOf(parent.secret);
  });

  test("is bound as itself, or to less", async () => {
    expect((await make({ permissions: ["verifier"] }, actor)).token.verifies).toEqual([BILLING]);
    expect((await make({ permissions: ["verifier"], verifies: [BILLING] }, actor)).token.verifies).toEqual([BILLING]);
    expect((await make({ permissions: ["verifier"], verifies: [] }, actor)).token.verifies).toEqual([]);
    for (const verifies of [null, [MAIL], [BILLING, MAIL]])
      expect(await issueToken(actor, input({ permissions: ["verifier"], verifies }))).toMatchObject(EXCEEDS);
  });

  test("is bound through a child that is no Verifier, too", async () => {
    const between = await make({ permissions: ["owner"] }, actor);
    expect(between.token.verifies).toBeNull();
    const child = await actorOf(between.secret);
    expect(await issueToken(child, input({ permissions: ["verifier"], verifies: null }))).toMatchObject(EXCEEDS);
    expect((await make({ permissions: ["verifier"] }, child)).token.verifies).toEqual([BILLING]);
    must(await setPermissions(owner, { ...seen(between.token.id), permissions: ["verifier"] }));
    expect(await verifiesOf(between.token.id)).toEqual([BILLING]);
    must(await setPermissions(owner, { ...seen(between.token.id), permissions: ["viewer"] }));
    expect(await boundOf(between.secret)).toEqual([BILLING]);
  });

  test("is bound to no more than its parent by anybody", async () => {
    const { token } = await make({ permissions: ["verifier"] }, actor);
    for (const verifies of [null, [MAIL], [BILLING, MAIL]])
      expect(await setVerifies(owner, { ...seen(token.id), verifies })).toMatchObject(EXCEEDS);
    must(await setVerifies(owner, { ...seen(parent.token.id), verifies: [BILLING, MAIL] }));
    expect(await verifiesOf(token.id)).toEqual([BILLING]);
    must(await setVerifies(owner, { ...seen(token.id), verifies: [BILLING, MAIL] }));
  });

  test("loses what it loses, on every level, from the next check on", async () => {
    const free = await make({ permissions: ["owner"] });
    const freeActor = await actorOf(free.secret);
    const child = await make({ permissions: ["owner", "verifier"] }, freeActor);
    const issuer = await make({ permissions: ["issuer"], issues: [{ api: MAIL }] }, freeActor);
    const grandchild = await make({ permissions: ["verifier"], verifies: [BILLING] }, await actorOf(child.secret));
    must(await setPermissions(owner, { ...seen(free.token.id), permissions: ["owner", "verifier"] }));
    must(await setVerifies(owner, { ...seen(free.token.id), verifies: [BILLING, MAIL] }));
    expect(await boundOf(child.secret)).toEqual([BILLING, MAIL]);
    expect(await boundOf(grandchild.secret)).toEqual([BILLING]);
    must(await setVerifies(owner, { ...seen(free.token.id), verifies: [MAIL] }));
    expect([await boundOf(child.secret), await boundOf(grandchild.secret)]).toEqual([[MAIL], []]);
    expect(await lastEvents(organizationId)).toMatchObject([
      { change: { alsoNarrowed: expect.arrayContaining([child.token.id, grandchild.token.id]) as string[] } },
    ]);
    expect(await boundOf(issuer.secret)).toBeNull();
    expect(must(await getToken(owner, issuer.token.id)).token.issues).toEqual([{ api: MAIL }]);
  });

  test("cannot be made while it is being bound", async () => {
    const free = await make({ permissions: ["owner", "verifier"] });
    const freeActor = await actorOf(free.secret);
    const [made] = await Promise.all([
      issueToken(freeActor, input({ permissions: ["verifier"], verifies: [MAIL] })),
      setVerifies(owner, { ...seen(free.token.id), verifies: [BILLING] }),
    ]);
    // Either it came first and was narrowed, or it was refused.
    if (made.ok) expect(await boundOf(made.secret)).toEqual([]);
    else expect(made).toMatchObject(EXCEEDS);
  });

  test("has no way around: neither itself, nor a token that knows more or can make one that does", async () => {
    const others = await Promise.all(
      [{ permissions: ["verifier"] }, { permissions: ["owner"] }, { permissions: ["verifier"], verifies: [MAIL] }].map(
        (fields) => make(fields),
      ),
    );
    for (const { token } of others) {
      expect(await rotateToken(actor, { ...seen(token.id), graceSeconds: 0 })).toMatchObject(NOT_GRANTABLE);
      expect(await editToken(actor, { ...seen(token.id), name: "Mine" })).toMatchObject(NOT_GRANTABLE);
      expect(await setGrants(actor, { ...seen(token.id), grants: [] })).toMatchObject(NOT_GRANTABLE);
    }
    const viewer = await make({ permissions: ["viewer"] });
    for (const permissions of [["verifier"], ["owner"]] as const)
      expect(await setPermissions(actor, { ...seen(viewer.token.id), permissions: [...permissions] })).toMatchObject(
        NOT_GRANTABLE,
      );
    must(await setPermissions(actor, { ...seen(viewer.token.id), permissions: ["editor"] }));
    for (const verifies of [null, [MAIL], [BILLING, MAIL]])
      expect(await setVerifies(actor, { ...seen(parent.token.id), verifies })).toMatchObject(NOT_GRANTABLE);
    for (const { token } of others) must(await revokeToken(actor, { tokenId: token.id }));
  });

  test("is not found from another organization", async () => {
    const foreign = tokenActor((await createOrganization()).id, ["owner"]);
    expect(await setVerifies(foreign, { ...seen(parent.token.id), verifies: null })).toEqual({
      ok: false,
      reason: "not_found",
    });
  });
});
