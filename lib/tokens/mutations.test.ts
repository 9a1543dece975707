import { beforeAll, describe, expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, lastEvents } from "@/tools/testing/fixtures";
import { overtaking } from "@/tools/testing/overtaking";
import { useTestDatabase } from "@/tools/testing/use-database";
import { verifyChain } from "../audit/verify";
import type { TokenActor, UserActor } from "../access/authorization/actor";
import { toSpaceAccess } from "../access/authorization/actor";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { deleteSpace } from "../spaces/mutations";
import { digestOfSecret } from "../access/credentials/token-digest";
import type { TokenDto } from "./dto";
import { isToken } from "../access/credentials/token-format";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { revokeToken } from "./revoking";
import { getToken } from "./queries";
import { issueTokenSchema } from "./schema";

const urls = useTestDatabase();

let organizationId: string;
let spaceId: string;
let ada: UserActor;
let bob: UserActor;

beforeAll(async () => {
  organizationId = (await createOrganization()).id;
  spaceId = (await createSpaceIn(organizationId)).id;
  ada = await createMember(organizationId, "super_admin");
  bob = await createMember(organizationId, "admin", { name: "Bob" });
});

/** The value of a successful result. */
function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.reason} ${JSON.stringify(result)}`);
  return result;
}

let names = 0;
const issue = async (input: object = {}, by: UserActor | TokenActor = ada) =>
  must(await issueToken(by, issueTokenSchema.parse({ name: `Token ${(names += 1)}`, ...input })));

/** The token itself as an actor. */
function asActor(token: TokenDto): TokenActor {
  return {
    kind: "token",
    tokenId: token.id,
    name: token.name,
    organizationId,
    spaceAccess: toSpaceAccess(token.space?.id ?? null),
    permissions: token.permissions,
    expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
    address: null,
  };
}

describe("issuing", () => {
  test("returns a valid secret and stores only its digest", async () => {
    const { token, secret } = await issue();
    expect(isToken(secret.reveal())).toBe(true);
    const stored = await db().tokenSecret.findMany({ where: { tokenId: token.id } });
    expect(stored).toMatchObject([{ hint: token.hint, expiresAt: null }]);
    expect(Buffer.from(stored[0]?.digest ?? [])).toEqual(digestOfSecret(secret));
  });

  test("needs only a name: defaults are Viewer, all spaces, 90 days", async () => {
    const { token } = await issue();
    expect(token).toMatchObject({
      permissions: ["viewer"],
      space: null,
      description: "",
      createdBy: ada.name,
      status: "live",
    });
    const days = (Date.parse(token.expiresAt ?? "") - Date.parse(token.createdAt)) / 86_400_000;
    expect(days).toBe(90);
  });

  test("writes its audit event in the same transaction, without the secret", async () => {
    const { token, secret } = await issue({ permissions: ["agent"], spaceId });
    const [event] = await lastEvents(organizationId);
    expect(event).toMatchObject({
      action: "token.created",
      actorId: ada.userId,
      resourceId: token.id,
      spaceId,
      address: "192.0.2.7",
    });
    expect(
      JSON.stringify({ ...event, sequence: null, canonical: Buffer.from(event?.canonical ?? []).toString() }),
    ).not.toContain(secret.reveal().slice(6, -4));
  });

  test("a taken name is refused, ignoring case, and writes nothing", async () => {
    await issue({ name: "Deploy" });
    const [before] = await lastEvents(organizationId);
    expect(await issueToken(ada, issueTokenSchema.parse({ name: "dePLOY" }))).toMatchObject({
      ok: false,
      reason: "name_taken",
      field: "name",
    });
    const [after] = await lastEvents(organizationId);
    expect(after?.sequence).toBe(before?.sequence);
  });

  test("of two concurrent tokens with the same name, one is created", async () => {
    const results = await Promise.all(
      ["Race", "RACE", "race", "rAcE"].map((name) => issueToken(ada, issueTokenSchema.parse({ name }))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.reason === "name_taken")).toHaveLength(3);
  });

  test("a name can be reused after its token is revoked, and in another space", async () => {
    const { token } = await issue({ name: "Nightly" });
    await issue({ name: "Nightly", spaceId });
    must(await revokeToken(ada, { tokenId: token.id }));
    await issue({ name: "nightly" });
  });

  test("in a space of another organization is not found", async () => {
    const elsewhere = await createSpaceIn((await createOrganization()).id);
    expect(await issueToken(ada, issueTokenSchema.parse({ name: "x", spaceId: elsewhere.id }))).toEqual({
      ok: false,
      reason: "not_found",
    });
    expect(await issueToken(ada, issueTokenSchema.parse({ name: "x", spaceId: "no-such-space" }))).toEqual({
      ok: false,
      reason: "not_found",
    });
  });

  test("in a space that is being deleted is not found", async () => {
    const doomed = await createSpaceIn(organizationId);
    const [deleted, issued] = await overtaking(
      { ...urls, organizationId },
      () => deleteSpace(ada, { spaceId: doomed.id, confirmName: "Test space" }),
      () => issueToken(ada, issueTokenSchema.parse({ name: "Too late", spaceId: doomed.id })),
    );
    expect(deleted).toMatchObject({ ok: true });
    expect(issued).toEqual({ ok: false, reason: "not_found" });
  });

  test("an Admin cannot create, change or rotate an Owner's token, but can revoke it", async () => {
    expect(await issueToken(bob, issueTokenSchema.parse({ name: "y", permissions: ["owner"] }))).toMatchObject({
      reason: "permission_not_grantable",
    });
    const { token } = await issue({ permissions: ["owner"] });
    const seen = { tokenId: token.id, version: token.version };
    expect(await editToken(bob, { ...seen, name: "z" })).toMatchObject({ reason: "permission_not_grantable" });
    expect(await setPermissions(bob, { ...seen, permissions: ["viewer"] })).toMatchObject({
      reason: "permission_not_grantable",
    });
    expect(await revokeToken(bob, { tokenId: token.id })).toMatchObject({ ok: true });
  });
});

describe("two admins with the same token", () => {
  test("the second edit is stale and changes nothing", async () => {
    const { token } = await issue();
    const seen = { tokenId: token.id, version: token.version };
    const results = await Promise.all([
      editToken(ada, { ...seen, name: `${token.name} A` }),
      editToken(bob, { ...seen, name: `${token.name} B` }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toEqual({
      ok: false,
      reason: "stale",
      detail: { version: token.version + 1 },
    });
  });

  test("the second change of permissions is stale too", async () => {
    const { token } = await issue();
    const seen = { tokenId: token.id, version: token.version };
    const results = await Promise.all([
      setPermissions(ada, { ...seen, permissions: ["editor"] }),
      setPermissions(bob, { ...seen, permissions: ["agent"] }),
    ]);
    expect(results.map((result) => (result.ok ? "ok" : result.reason)).sort()).toEqual(["ok", "stale"]);
  });

  test("one of two revocations succeeds, and the other names who revoked it", async () => {
    const { token } = await issue();
    const results = await Promise.all([
      revokeToken(ada, { tokenId: token.id }),
      revokeToken(bob, { tokenId: token.id }),
    ]);
    expect(results.map((result) => (result.ok ? "ok" : result.reason)).sort()).toEqual(["already_revoked", "ok"]);
    const told = results.find((result) => !result.ok);
    expect(told && !told.ok && [ada.name, bob.name]).toContain(told && !told.ok && told.detail?.revokedBy);
  });
});

describe("a revoked token stays revoked", () => {
  test("and cannot be edited, given permissions, or revoked again", async () => {
    const { token } = await issue();
    must(await revokeToken(ada, { tokenId: token.id }));
    const seen = { tokenId: token.id, version: token.version + 1 };
    for (const result of [
      await editToken(ada, { ...seen, name: "a" }),
      await setPermissions(ada, { ...seen, permissions: ["agent"] }),
      await revokeToken(ada, { tokenId: token.id }),
    ]) {
      expect(result).toMatchObject({ ok: false, reason: "already_revoked" });
    }
  });

  test("even if the application's role writes to the database directly", async () => {
    const { token } = await issue();
    must(await revokeToken(ada, { tokenId: token.id }));
    await expect(
      db().$executeRaw`UPDATE "ApiToken" SET "revokedAt" = NULL WHERE "id" = ${token.id}::uuid`,
    ).rejects.toThrow("stays revoked");
  });

  test("and can still be read as a tombstone", async () => {
    const { token } = await issue();
    must(await revokeToken(ada, { tokenId: token.id }));
    expect(must(await getToken(ada, token.id)).token).toMatchObject({ status: "revoked", revokedBy: ada.name });
  });
});

describe("a child token", () => {
  const createParent = async () => asActor((await issue({ permissions: ["owner"] })).token);

  test("is revoked with its parent, and so are its own children", async () => {
    const first = await createParent();
    const second = asActor((await issue({ permissions: ["owner"] }, first)).token);
    const { token: third } = await issue({}, second);
    expect(must(await revokeToken(ada, { tokenId: first.tokenId })).alsoRevoked).toBe(2);
    expect(must(await getToken(ada, third.id)).token.status).toBe("revoked");
  });

  test("cannot escape revocation by being created while its parent is being revoked", async () => {
    for (let round = 0; round < 5; round += 1) {
      const first = await createParent();
      const making = Array.from({ length: 4 }, () =>
        issueToken(first, issueTokenSchema.parse({ name: `Child ${(names += 1)}` })),
      );
      const [, ...made] = await Promise.all([revokeToken(ada, { tokenId: first.tokenId }), ...making]);
      const alive = await db().apiToken.count({ where: { parentId: first.tokenId, revokedAt: null } });
      expect(alive).toBe(0);
      for (const result of made) if (!result.ok) expect(result.reason).toBe("unauthenticated");
    }
  });

  test("cannot be extended beyond its parent by any actor", async () => {
    const { token: parent } = await issue({ permissions: ["owner"], expiration: { kind: "days", days: 5 } });
    const { token } = await issue({}, asActor(parent));
    expect(
      await editToken(ada, { tokenId: token.id, version: token.version, expiration: { kind: "days", days: 6 } }),
    ).toMatchObject({ reason: "exceeds_parent" });
  });

  test("is shortened when its parent is", async () => {
    const { token: parent } = await issue({ permissions: ["owner"], expiration: { kind: "days", days: 50 } });
    const { token } = await issue({}, asActor(parent));
    const cut = must(
      await editToken(ada, { tokenId: parent.id, version: parent.version, expiration: { kind: "days", days: 2 } }),
    );
    expect(cut.alsoShortened).toBe(1);
    expect(must(await getToken(ada, token.id)).token.expiresAt).toBe(cut.token.expiresAt);
  });

  test("is shortened even if it is created while its grandparent is being shortened", async () => {
    const { token: first } = await issue({ permissions: ["owner"], expiration: { kind: "days", days: 50 } });
    const { token: second } = await issue(
      { permissions: ["owner"], expiration: { kind: "days", days: 49 } },
      asActor(first),
    );
    const [third, cut] = await overtaking(
      { ...urls, organizationId },
      () => issue({ expiration: { kind: "days", days: 48 } }, asActor(second)),
      () => editToken(ada, { tokenId: first.id, version: first.version, expiration: { kind: "days", days: 2 } }),
    );
    expect(must(await getToken(ada, third.token.id)).token.expiresAt).toBe(must(cut).token.expiresAt);
  });

  test("is shortened even if it is extended while its parent is being shortened", async () => {
    const { token: first } = await issue({ permissions: ["owner"], expiration: { kind: "days", days: 50 } });
    const { token: second } = await issue({ expiration: { kind: "days", days: 1 } }, asActor(first));
    const [, cut] = await overtaking(
      { ...urls, organizationId },
      async () =>
        must(
          await editToken(ada, { tokenId: second.id, version: second.version, expiration: { kind: "days", days: 40 } }),
        ),
      () => editToken(ada, { tokenId: first.id, version: first.version, expiration: { kind: "days", days: 2 } }),
    );
    expect(must(await getToken(ada, second.id)).token.expiresAt).toBe(must(cut).token.expiresAt);
  });

  test("loses permissions that its parent can no longer grant, and is revoked when none is left", async () => {
    const first = (await issue({ permissions: ["owner"] })).token;
    const second = (await issue({ permissions: ["owner", "viewer"] }, asActor(first))).token;
    const third = (await issue({ permissions: ["verifier"] }, asActor(second))).token;
    const fourth = (await issue({ permissions: ["owner"] }, asActor(first))).token;
    const changed = must(
      await setPermissions(ada, { tokenId: first.id, version: first.version, permissions: ["editor"] }),
    );
    expect(changed).toMatchObject({ alsoNarrowed: 1, alsoRevoked: 2 });
    const now = async (id: string) => must(await getToken(ada, id)).token;
    expect(await now(second.id)).toMatchObject({ status: "live", permissions: ["viewer"] });
    expect(await now(third.id)).toMatchObject({ status: "revoked" });
    expect(await now(fourth.id)).toMatchObject({ status: "revoked" });
  });

  test("cannot be given permissions that its parent cannot grant, by any actor", async () => {
    const { token: parent } = await issue({ permissions: ["editor"] });
    const { token } = await issue({}, asActor(parent));
    expect(
      await setPermissions(ada, { tokenId: token.id, version: token.version, permissions: ["owner"] }),
    ).toMatchObject({ reason: "exceeds_parent", field: "permissions" });
    must(await setPermissions(ada, { tokenId: token.id, version: token.version, permissions: ["agent"] }));
  });

  test("is created with the parent's current permissions, not those at the start of the request", async () => {
    const { token } = await issue({ permissions: ["owner"] });
    const before = asActor(token);
    const narrowed = must(
      await setPermissions(ada, { tokenId: token.id, version: token.version, permissions: ["editor"] }),
    ).token;
    expect(
      await issueToken(before, issueTokenSchema.parse({ name: `Child ${(names += 1)}`, permissions: ["owner"] })),
    ).toMatchObject({ reason: "permission_not_grantable" });
    must(await editToken(ada, { tokenId: token.id, version: narrowed.version, expiration: { kind: "days", days: 1 } }));
    expect(
      await issueToken(
        before,
        issueTokenSchema.parse({ name: `Child ${(names += 1)}`, expiration: { kind: "days", days: 2 } }),
      ),
    ).toMatchObject({ reason: "exceeds_parent" });
  });

  test("does not outlive its parent when the organization's policy becomes stricter", async () => {
    const { token: parent } = await issue({ permissions: ["owner"], expiration: { kind: "never" } });
    await db()
      .$executeRaw`UPDATE "ApiToken" SET "createdAt" = now() - interval '20 days' WHERE "id" = ${parent.id}::uuid`;
    const { token } = await issue({ permissions: ["owner"], expiration: { kind: "never" } }, asActor(parent));
    const { token: grandchild } = await issue({ expiration: { kind: "never" } }, asActor(token));
    await db().organization.update({ where: { id: organizationId }, data: { tokenMaxLifetimeDays: 30 } });
    const end = async (id: string) => must(await getToken(ada, id)).token.expiresAt;
    expect([await end(token.id), await end(grandchild.id)]).toEqual([await end(parent.id), await end(parent.id)]);
    await db().organization.update({ where: { id: organizationId }, data: { tokenMaxLifetimeDays: null } });
  });
});

test("the organization's audit chain is intact after all of this", async () => {
  const { fault, verified } = await verifyChain(organizationId);
  expect(fault).toBeNull();
  expect(verified).toBeGreaterThan(30);
});
