import { beforeEach, expect, test } from "vitest";
import {
  createMember,
  createOrganization,
  createSpaceIn,
  lastEvents,
  storedTokenActor,
  tokenActor,
} from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { authenticate } from "../access/authenticate/api-token";
import { findSession } from "../access/session/session-store";
import type { UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { inviteMember } from "../invitations/mutations";
import { findInvitation } from "../invitations/queries";
import type { Secret } from "../platform/secret";
import { issueToken } from "../tokens/issuing";
import { issueTokenSchema } from "../tokens/schema";
import { deleteOrganization, updateOrganization } from "./mutations";
import { updateOrganizationSchema } from "./schema";
import { getOrganizationSettings } from "./settings";

useTestDatabase();

const insufficient = { ok: false, reason: "insufficient_scope" };
let organizationId: string;
let owner: UserActor;
let admin: UserActor;

beforeEach(async () => {
  organizationId = (await createOrganization("Acme Security")).id;
  owner = await createMember(organizationId, "super_admin");
  admin = await createMember(organizationId, "admin");
});

const update = (input: object) => updateOrganizationSchema.parse(input);

function check(secret: Secret) {
  return authenticate(new Headers({ authorization: `Bearer ${secret.reveal()}` }), {
    prefix: "latch",
    ownOrigin: null,
    address: null,
    certainAddress: null,
  });
}

async function issued(input: object = {}) {
  const result = await issueToken(admin, issueTokenSchema.parse({ name: "CI", ...input }));
  if (!result.ok) throw new Error(result.reason);
  return result.secret;
}

async function issuedBy(parent: Secret): Promise<Secret> {
  const found = await check(parent);
  if (!found.ok) throw new Error(found.error);
  const input = issueTokenSchema.parse({ name: `Child ${crypto.randomUUID()}`, permissions: ["editor"] });
  const child = await issueToken(found.actor, input);
  if (!child.ok) throw new Error(child.reason);
  return child.secret;
}

test("an edit changes the given fields and audits the changes", async () => {
  const result = await updateOrganization(
    admin,
    update({ version: 1, name: " Acme ", code: "acm", tags: [{ key: "a", value: "b" }] }),
  );
  expect(result).toMatchObject({
    ok: true,
    settings: { name: "Acme", code: "ACM", description: "", tags: [{ key: "a", value: "b" }], version: 2 },
  });
  const [event] = await lastEvents(organizationId);
  expect(event).toMatchObject({
    action: "organization.updated",
    change: { name: { from: "Acme Security", to: "Acme" }, code: { from: "TEST", to: "ACM" } },
  });
  expect(await getOrganizationSettings(admin)).toEqual(result);
});

test("the second of two edits is stale", async () => {
  await updateOrganization(admin, update({ version: 1, name: "First" }));
  expect(await updateOrganization(owner, update({ version: 1, name: "Second" }))).toEqual({
    ok: false,
    reason: "stale",
    detail: { version: 2 },
  });
});

test("a shorter maximum lifetime applies to existing tokens, and null removes it", async () => {
  const secret = await issued({ expiration: { kind: "never" } });
  await db().apiToken.updateMany({
    where: { organizationId },
    data: { createdAt: new Date(Date.now() - 40 * 86_400_000) },
  });
  expect((await check(secret)).ok).toBe(true);
  await updateOrganization(owner, update({ tokenMaxLifetimeDays: 30 }));
  expect(await check(secret)).toMatchObject({ ok: false, error: "invalid_token", refusal: { reason: "expired" } });
  await updateOrganization(owner, update({ tokenMaxLifetimeDays: null }));
  expect((await check(secret)).ok).toBe(true);
});

test("only an Owner can change the token policy", async () => {
  await updateOrganization(owner, update({ tokenMaxLifetimeDays: 30, tokenRequestsPerMinute: 100 }));
  const editors = [
    admin,
    await storedTokenActor(organizationId, ["editor"]),
    await storedTokenActor(organizationId, ["agent", "editor"]),
  ];
  for (const editor of editors) {
    for (const lifted of [
      { tokenMaxLifetimeDays: null },
      { tokenRequestsPerMinute: null },
      { tokenRequestsPerMinute: 101 },
    ])
      expect(await updateOrganization(editor, update({ name: "Lifted", ...lifted }))).toEqual({
        ...insufficient,
        detail: { action: "tokenPolicy.write", permissions: ["owner"] },
      });
    const unchanged = update({ company: "Acme Inc.", tokenMaxLifetimeDays: 30, tokenRequestsPerMinute: 100 });
    expect(await updateOrganization(editor, unchanged)).toMatchObject({
      ok: true,
      settings: { name: "Acme Security" },
    });
  }
  const lifted = await updateOrganization(
    await storedTokenActor(organizationId, ["owner"]),
    update({ tokenMaxLifetimeDays: null, tokenRequestsPerMinute: null }),
  );
  expect(lifted).toMatchObject({ ok: true, settings: { tokenMaxLifetimeDays: null, tokenRequestsPerMinute: null } });
});

test("a request limit takes effect on the next request", async () => {
  const secret = await issued();
  await updateOrganization(owner, update({ tokenRequestsPerMinute: 2 }));
  expect([(await check(secret)).ok, (await check(secret)).ok, (await check(secret)).ok]).toEqual([true, true, false]);
});

test("a token and its descendants share one limit", async () => {
  const root = await issued({ permissions: ["editor"] });
  const child = await issuedBy(root);
  const grandchild = await issuedBy(child);
  await updateOrganization(owner, update({ tokenRequestsPerMinute: 4 }));
  const outcomes = [];
  for (const secret of [root, child, grandchild, grandchild, child, root]) outcomes.push((await check(secret)).ok);
  expect(outcomes).toEqual([true, true, true, true, false, false]);
});

test("deleting an organization ends its tokens, sessions and invitations at once", async () => {
  const secrets = [await issued(), await issued({ spaceId: (await createSpaceIn(organizationId)).id })];
  const invited = await inviteMember(admin, { email: "new@example.com", role: "member" });
  if (!invited.ok) throw new Error(invited.reason);
  expect(await deleteOrganization(owner, { confirmName: "Acme" })).toMatchObject({
    ok: false,
    reason: "invalid_input",
    field: "confirmName",
  });
  expect(await deleteOrganization(owner, { confirmName: "Acme Security" })).toEqual({ ok: true });
  for (const secret of secrets)
    expect(await check(secret)).toMatchObject({ ok: false, error: "invalid_token", refusal: { reason: "revoked" } });
  expect(await findSession(owner.sessionId)).toBeNull();
  expect(await findSession(admin.sessionId)).toBeNull();
  expect(await findInvitation(invited.secret)).toEqual({ ok: false, reason: "not_found" });
  expect(await getOrganizationSettings(owner)).toEqual({ ok: false, reason: "not_found" });
  expect(await updateOrganization(owner, update({ name: "Back" }))).toEqual({ ok: false, reason: "not_found" });
  expect(await deleteOrganization(owner, {})).toEqual({ ok: false, reason: "not_found" });
  expect(await lastEvents(organizationId)).toMatchObject([{ action: "organization.deleted", actorId: owner.userId }]);
  expect(await lastEvents("system")).toMatchObject([{ action: "organization.deleted", resourceId: organizationId }]);
});

test("a member of another organization stays signed in there, and a deleted id cannot be reused", async () => {
  const elsewhere = (await createOrganization()).id;
  await db().membership.create({ data: { organizationId: elsewhere, userId: owner.userId, role: "member" } });
  await deleteOrganization(owner, {});
  expect((await findSession(owner.sessionId))?.organizationId).toBe(elsewhere);
  await expect(
    db().organization.create({ data: { id: organizationId, code: "NEW", name: "New" } }),
  ).rejects.toMatchObject({ code: "P2002" });
  await expect(
    db().organization.update({ where: { id: organizationId }, data: { deletedAt: null } }),
  ).rejects.toThrow();
});

test("only an Owner can delete it; a token of one space, a Viewer and an Agent cannot edit it", async () => {
  expect(await deleteOrganization(admin, {})).toMatchObject(insufficient);
  const { id: spaceId } = await createSpaceIn(organizationId);
  for (const actor of [
    tokenActor(organizationId, ["owner"], spaceId),
    tokenActor(organizationId, ["viewer", "agent"]),
  ]) {
    expect(await updateOrganization(actor, update({ name: "No" }))).toMatchObject(insufficient);
    expect(await deleteOrganization(actor, {})).toMatchObject(insufficient);
  }
  expect(await getOrganizationSettings(tokenActor(organizationId, ["agent"]))).toMatchObject(insufficient);
});
