import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import { createApi, updateApi } from "../apis/mutations";
import { createApiSchema, updateApiSchema } from "../apis/schema";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { issueToken } from "./issuing";
import { setLimits } from "./limiting";
import { editToken, setPermissions } from "./mutations";
import { getToken } from "./queries";
import { revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema } from "./schema";

useTestDatabase();

const OFFICE = "192.0.2.0/24";
const INSIDE = "192.0.2.7";
const OUTSIDE = "198.51.100.7";
const PAST = "2026-01-01T00:00:00.000Z";
const FUTURE = "2126-01-01T00:00:00.000Z";

let organizationId: string;
let owner: UserActor;
beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

let count = 0;
const make = async (fields: object = {}, actor: Actor = owner) =>
  must(await issueToken(actor, issueTokenSchema.parse({ name: `Token ${(count += 1)}`, ...fields })));
const seen = (tokenId: string) => ({ tokenId, version: null });
const limit = async (tokenId: string, limits: object, actor: Actor = owner) =>
  setLimits(actor, { ...seen(tokenId), limits });
const limitsOf = async (tokenId: string) => must(await getToken(owner, tokenId)).token.limits;
const cutoffs = () => db().jwtCutoff.findMany({ where: { organizationId }, orderBy: { sequence: "asc" } });

type Made = Awaited<ReturnType<typeof make>>;
/** Whether a request from this address may use it. */
const works = async ({ secret }: Made, address: string | null = INSIDE) =>
  (await findUsable(secret.reveal(), { certainAddress: address })) !== null;
async function actorOf({ secret }: Made): Promise<TokenActor> {
  const found = await findUsable(secret.reveal(), { certainAddress: INSIDE });
  if (found === null) throw new Error("the token cannot be used");
  return toActor(found.record, INSIDE);
}
const OWNER = { permissions: ["owner"] };
const NOT_YOURSELF = { ok: false, reason: "not_yourself", field: "limits" };

describe("a token", () => {
  test("is not limited unless that was said", async () => {
    const made = await make();
    expect(made.token.limits).toEqual({});
    expect(await works(made, null)).toBe(true);
    const emptily = await make({ limits: {} });
    expect(emptily.token.limits).toEqual({});
    expect(await db().apiToken.findUniqueOrThrow({ where: { id: emptily.token.id } })).toMatchObject({ limits: null });
  });

  test("is created with limits, which the audit log names", async () => {
    const made = await make({ limits: { networks: ["192.0.2.0/24", "2001:DB8::/32"], notBefore: PAST } });
    const limits = { networks: [OFFICE, "2001:db8::/32"], notBefore: PAST };
    expect(made.token.limits).toEqual(limits);
    expect(await lastEvents(organizationId)).toMatchObject([{ action: "token.created", change: { limits } }]);
    expect([await works(made), await works(made, "2001:db8::9")]).toEqual([true, true]);
    expect([await works(made, OUTSIDE), await works(made, null)]).toEqual([false, false]);
  });

  test("gets others, or none, from the next check on, with an audit event and a cutoff for its JWTs", async () => {
    const made = await make();
    const steps = [
      [{ networks: [OFFICE] }, true, false],
      [{ notBefore: FUTURE }, false, false],
      [{ notBefore: PAST }, true, true],
      [{}, true, true],
    ] as const;
    for (const [limits, inside, outside] of steps) {
      expect(must(await limit(made.token.id, limits)).token.limits).toEqual(limits);
      expect([await works(made), await works(made, OUTSIDE)]).toEqual([inside, outside]);
    }
    expect(await lastEvents(organizationId, 4)).toMatchObject([
      { action: "token.limits_set", change: { limits: { from: { networks: [], notBefore: PAST }, to: null } } },
      { change: { limits: { from: { notBefore: FUTURE }, to: { notBefore: PAST } } } },
      { change: { limits: { from: { networks: [OFFICE], notBefore: null }, to: { networks: [] } } } },
      { change: { limits: { from: null, to: { networks: [OFFICE], notBefore: null } } } },
    ]);
    // Not for the last one, which takes nothing away.
    expect((await cutoffs()).map(({ targetId }) => targetId)).toEqual(Array(3).fill(made.token.id));
  });

  test("keeps them when it is edited, rotated and gets other permissions", async () => {
    const { token } = await make({ limits: { networks: [OFFICE] } });
    must(await editToken(owner, { ...seen(token.id), description: "Other" }));
    must(await setPermissions(owner, { ...seen(token.id), permissions: ["editor"] }));
    must(await rotateToken(owner, { ...seen(token.id), graceSeconds: 0 }));
    expect(await limitsOf(token.id)).toEqual({ networks: [OFFICE] });
  });

  test("that others changed, that is revoked, or that is another organization's is not changed", async () => {
    const { token } = await make();
    const limits = { networks: [OFFICE] };
    const stale = { tokenId: token.id, version: token.version + 1, limits };
    expect(await setLimits(owner, stale)).toMatchObject({ ok: false, reason: "stale" });
    const foreign = tokenActor((await createOrganization()).id, ["owner"]);
    expect(await limit(token.id, limits, foreign)).toEqual({ ok: false, reason: "not_found" });
    const admin = await createMember(organizationId, "admin");
    must(await setPermissions(owner, { ...seen(token.id), permissions: ["owner"] }));
    expect(await limit(token.id, limits, admin)).toMatchObject({ reason: "permission_not_grantable" });
    must(await revokeToken(owner, { tokenId: token.id }));
    expect(await limit(token.id, limits)).toMatchObject({ ok: false, reason: "already_revoked" });
    expect(await limitsOf(token.id)).toEqual({});
  });

  test("is changed once by a form that is sent again", async () => {
    const { token } = await make();
    const form = { organizationId, userId: owner.userId, formId: crypto.randomUUID() };
    const input = { tokenId: token.id, version: token.version, limits: { networks: [OFFICE] } };
    const first = must(await setLimits(owner, input, form));
    must(await limit(token.id, {}));
    expect(must(await setLimits(owner, input, form)).token).toMatchObject({ limits: {}, version: 3 });
    expect(first.token).toMatchObject({ limits: { networks: [OFFICE] }, version: 2 });
  });
});

describe("the defaults of APIs", () => {
  const register = async (identifier: string, limits: object) =>
    must(
      await createApi(
        owner,
        createApiSchema.parse({ identifier, name: "An API", scopes: [{ name: "read" }], defaults: { limits } }),
      ),
    ).api;
  const grants = (...apis: string[]) => ({ permissions: [], grants: apis.map((api) => ({ api, scopes: ["read"] })) });

  test("are the limits of a token that is created without any, all of them together", async () => {
    const api = await register("urn:acme:billing", { networks: ["192.0.0.0/16", "10.0.0.0/8"], notBefore: PAST });
    expect(api.defaults.limits).toEqual({ networks: ["192.0.0.0/16", "10.0.0.0/8"], notBefore: PAST });
    await register("urn:acme:mail", { networks: [OFFICE] });
    await register("urn:acme:free", {});
    expect((await make(grants("urn:acme:billing"))).token.limits).toEqual(api.defaults.limits);
    expect((await make(grants("urn:acme:mail", "urn:acme:free"))).token.limits).toEqual({ networks: [OFFICE] });
    expect((await make(grants("urn:acme:billing", "urn:acme:mail"))).token.limits).toEqual({
      networks: [OFFICE],
      notBefore: PAST,
    });
    expect((await make(grants("urn:acme:free"))).token.limits).toEqual({});
    expect((await make()).token.limits).toEqual({});
  });

  test("do not hold for a token that is created with limits, or with none on purpose", async () => {
    await register("urn:acme:mail", { networks: [OFFICE] });
    const limits = { networks: ["198.51.100.0/24"] };
    expect((await make({ ...grants("urn:acme:mail"), limits })).token.limits).toEqual(limits);
    expect((await make({ ...grants("urn:acme:mail"), limits: {} })).token.limits).toEqual({});
  });

  test("that have no network in common need a choice", async () => {
    await register("urn:acme:mail", { networks: [OFFICE] });
    await register("urn:acme:billing", { networks: ["198.51.100.0/24"] });
    const input = { name: "Both", ...grants("urn:acme:mail", "urn:acme:billing") };
    expect(await issueToken(owner, issueTokenSchema.parse(input))).toMatchObject({
      reason: "invalid_input",
      field: "limits",
    });
    expect((await make({ ...input, limits: { networks: [OFFICE] } })).token.limits).toEqual({ networks: [OFFICE] });
  });

  test("change no token that exists, and the audit log names them", async () => {
    const api = await register("urn:acme:mail", { networks: [OFFICE] });
    const made = await make(grants("urn:acme:mail"));
    const update = (limits: object) =>
      updateApi(owner, updateApiSchema.parse({ apiId: api.id, defaults: { lifetimeDays: 30, limits } }));
    expect(must(await update({ notBefore: PAST })).api.defaults).toMatchObject({ limits: { notBefore: PAST } });
    expect(await lastEvents(organizationId)).toMatchObject([
      {
        action: "api.updated",
        change: {
          defaultLimits: { from: { networks: [OFFICE], notBefore: null }, to: { networks: [], notBefore: PAST } },
        },
      },
    ]);
    expect(must(await updateApi(owner, updateApiSchema.parse({ apiId: api.id, name: "Other" }))).api.defaults).toEqual({
      lifetimeDays: 30,
      maxLifetimeDays: null,
      limits: { notBefore: PAST },
    });
    expect(await limitsOf(made.token.id)).toEqual({ networks: [OFFICE] });
    expect((await make(grants("urn:acme:mail"))).token.limits).toEqual({ notBefore: PAST });
  });
});

describe("a child", () => {
  test("obeys the limits of all its ancestors, from the next check on, and cutoffs name it", async () => {
    const root = await make(OWNER);
    const child = await make(OWNER, await actorOf(root));
    const grandchild = await make({ limits: { networks: ["192.0.0.0/16"] } }, await actorOf(child));
    expect([await works(grandchild), await works(grandchild, "192.0.3.1")]).toEqual([true, true]);
    must(await limit(root.token.id, { networks: [OFFICE] }));
    expect([await works(grandchild), await works(grandchild, "192.0.3.1")]).toEqual([true, false]);
    expect((await cutoffs()).map(({ targetId }) => targetId).sort()).toEqual(
      [root, child, grandchild].map(({ token }) => token.id).sort(),
    );
    must(await limit(child.token.id, { notBefore: FUTURE }));
    expect([await works(root), await works(child), await works(grandchild)]).toEqual([true, false, false]);
    must(await limit(child.token.id, {}));
    must(await limit(root.token.id, {}));
    expect([await works(grandchild), await works(grandchild, "192.0.3.1")]).toEqual([true, true]);
    expect(await limitsOf(grandchild.token.id)).toEqual({ networks: ["192.0.0.0/16"] });
  });

  test("that is made while its parent is being limited obeys", async () => {
    const parent = await make(OWNER);
    const actor = await actorOf(parent);
    const [made] = await Promise.all([make({}, actor), limit(parent.token.id, { networks: [OFFICE] })]);
    expect([await works(made), await works(made, OUTSIDE)]).toEqual([true, false]);
  });
});

describe("limits that bind a token", () => {
  test("are not changed by itself, nor by its descendants", async () => {
    const root = await make({ ...OWNER, limits: { networks: [OFFICE] } });
    const rootActor = await actorOf(root);
    const child = await make(OWNER, rootActor);
    const childActor = await actorOf(child);
    for (const limits of [{}, { networks: [OFFICE] }, { networks: ["0.0.0.0/0"] }]) {
      expect(await limit(root.token.id, limits, rootActor)).toEqual(NOT_YOURSELF);
      expect(await limit(root.token.id, limits, childActor)).toEqual(NOT_YOURSELF);
      expect(await limit(child.token.id, limits, childActor)).toEqual(NOT_YOURSELF);
    }
    expect(await limitsOf(root.token.id)).toEqual({ networks: [OFFICE] });
  });

  test("of its descendants and of other tokens are changed by one that can grant all that these have", async () => {
    const root = await make(OWNER);
    const actor = await actorOf(root);
    const child = await make(OWNER, actor);
    const other = await make();
    for (const { token } of [child, other])
      expect(must(await limit(token.id, { networks: [OFFICE] }, actor)).token.limits).toEqual({ networks: [OFFICE] });
    const viewer = await actorOf(await make());
    expect(await limit(other.token.id, {}, viewer)).toMatchObject({ reason: "insufficient_scope" });
  });

  test("of what it may not issue are not changed by an Issuer", async () => {
    const scopes = [{ name: "read" }];
    for (const identifier of ["urn:acme:billing", "urn:acme:mail"])
      must(await createApi(owner, createApiSchema.parse({ identifier, name: "An API", scopes })));
    const grants = (api: string) => ({ permissions: [], grants: [{ api, scopes: ["read"] }] });
    const issuer = await actorOf(await make({ permissions: ["issuer"], issues: [{ api: "urn:acme:billing" }] }));
    const own = await make({ ...grants("urn:acme:billing"), limits: { networks: [OFFICE] } }, issuer);
    expect(must(await limit(own.token.id, { notBefore: PAST }, issuer)).token.limits).toEqual({ notBefore: PAST });
    const foreign = await make(grants("urn:acme:mail"));
    expect((await limit(foreign.token.id, {}, issuer)).ok).toBe(false);
  });

  test("are not escaped by a new secret of another token", async () => {
    const free = await make(OWNER); // first, so that it does not end later
    const root = await make({ ...OWNER, limits: { networks: [OFFICE] } });
    const actor = await actorOf(root);
    const child = await make(OWNER, actor);
    const beyond = { ok: false, reason: "exceeds_parent", field: "limits" };
    const rotate = ({ token }: Made, by: Actor) => rotateToken(by, { ...seen(token.id), graceSeconds: 0 });
    expect(await rotate(free, actor)).toEqual(beyond);
    expect(await rotate(root, await actorOf(child))).toEqual(beyond);
    expect(await works(free, OUTSIDE)).toBe(true);
    for (const own of [child, root]) {
      const rotated = must(await rotate(own, actor));
      expect([await works(rotated), await works(rotated, OUTSIDE)]).toEqual([true, false]);
    }
  });
});
