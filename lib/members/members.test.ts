import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, openSession, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findSession } from "../access/session/session-store";
import { signOutEverywhere } from "../account/mutations";
import { listSessions } from "../account/queries";
import { db } from "../platform/db";
import type { UserActor } from "../access/authorization/actor";
import { changeRole, disableMember, enableMember, removeMember, signOutMember } from "./mutations";
import { getMember, listMembers } from "./queries";
import { listMembersSchema } from "./schema";

useTestDatabase();

let organizationId: string;
let superAdmin: UserActor;
let admin: UserActor;
let member: UserActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  superAdmin = await createMember(organizationId, "super_admin", { name: "Grace Hopper" });
  admin = await createMember(organizationId, "admin", { name: "Ada Lovelace" });
  member = await createMember(organizationId, "member", { name: "Mary Shelley" });
});

const list = (input: object = {}) => listMembersSchema.parse(input);

async function page(actor: UserActor, input: object = {}) {
  const result = await listMembers(actor, list(input));
  if (!result.ok) throw new Error(result.reason);
  return result.page;
}

test("the list has all members by name, with role and last activity", async () => {
  const { items, total } = await page(member);
  expect(total).toBe(3);
  expect(items.map((item) => [item.name, item.role, item.disabled])).toEqual([
    ["Ada Lovelace", "admin", false],
    ["Grace Hopper", "super_admin", false],
    ["Mary Shelley", "member", false],
  ]);
  expect(items[0]).toMatchObject({
    email: admin.email,
    lastSeenAt: expect.any(String),
    joinedAt: expect.any(String),
    version: 1,
  });
});

test("the list can be searched by name and e-mail, with wildcards as literal characters", async () => {
  expect((await page(admin, { search: "HOPPER" })).items.map((item) => item.name)).toEqual(["Grace Hopper"]);
  expect((await page(admin, { search: member.email.slice(0, 12) })).items).toHaveLength(1);
  expect((await page(admin, { search: "%" })).items).toEqual([]);
  expect((await page(admin, { search: "a\0b" })).items).toEqual([]);
});

test("the list pages forwards and backwards over every member once", async () => {
  const first = await page(admin, { limit: 2 });
  expect(first.previousCursor).toBeNull();
  const second = await page(admin, { limit: 2, after: first.nextCursor });
  expect(second.items.map((item) => item.name)).toEqual(["Mary Shelley"]);
  expect(second.nextCursor).toBeNull();
  const back = await page(admin, { limit: 2, before: second.previousCursor });
  expect(back.items).toEqual(first.items);
  expect(back.previousCursor).toBeNull();
  expect(await listMembers(admin, list({ after: "nonsense" }))).toMatchObject({ ok: false, reason: "invalid_request" });
});

test("a new role takes effect on the next request and is audited", async () => {
  const result = await changeRole(admin, { userId: member.userId, version: 1, role: "admin" });
  expect(result).toMatchObject({ ok: true, member: { role: "admin", version: 2 } });
  expect((await findSession(member.sessionId))?.memberships).toMatchObject([{ role: "admin" }]);
  expect(await lastEvents(organizationId)).toMatchObject([
    {
      action: "member.role_changed",
      actorId: admin.userId,
      resourceId: member.userId,
      message: "Made Mary Shelley Admin",
      change: { role: { from: "member", to: "admin" } },
    },
  ]);
});

test("the second of two edits of the same member is stale", async () => {
  await changeRole(superAdmin, { userId: member.userId, version: 1, role: "admin" });
  expect(await changeRole(admin, { userId: member.userId, version: 1, role: "member" })).toEqual({
    ok: false,
    reason: "stale",
    detail: { version: 2 },
  });
});

test("an Admin can neither appoint nor change a Super Admin", async () => {
  const refused = { ok: false, reason: "super_admin_required", field: "role" };
  const boss = { userId: superAdmin.userId, version: 1 };
  expect(await changeRole(admin, { userId: member.userId, version: 1, role: "super_admin" })).toEqual(refused);
  expect(await changeRole(admin, { ...boss, role: "member" })).toEqual(refused);
  expect(await disableMember(admin, boss)).toEqual(refused);
  expect(await removeMember(admin, boss)).toEqual(refused);
  expect(await signOutMember(admin, boss)).toEqual(refused);
  expect(await removeMember(tokenActor(organizationId, ["owner"]), boss)).toEqual(refused);
});

test("a Member and a Viewer's token cannot change members", async () => {
  for (const actor of [
    member,
    tokenActor(organizationId, ["viewer"]),
    tokenActor(organizationId, ["owner"], "some-space"),
  ]) {
    expect(await changeRole(actor, { userId: admin.userId, version: 1, role: "member" })).toMatchObject({
      ok: false,
      reason: "insufficient_scope",
    });
    expect(await signOutMember(actor, { userId: admin.userId })).toMatchObject({
      ok: false,
      reason: "insufficient_scope",
    });
  }
});

test("the last Super Admin cannot be removed or demoted", async () => {
  expect(await changeRole(superAdmin, { userId: superAdmin.userId, version: 1, role: "admin" })).toEqual({
    ok: false,
    reason: "last_super_admin",
  });
  const second = await createMember(organizationId, "super_admin");
  await disableMember(superAdmin, { userId: second.userId, version: 1 });
  expect(await changeRole(superAdmin, { userId: superAdmin.userId, version: 1, role: "admin" })).toEqual({
    ok: false,
    reason: "last_super_admin",
  });
  await enableMember(superAdmin, { userId: second.userId, version: 2 });
  expect(await changeRole(superAdmin, { userId: superAdmin.userId, version: 1, role: "admin" })).toMatchObject({
    ok: true,
  });
});

test("if Super Admins demote, disable and remove one another concurrently, one is left", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await createOrganization();
    const [a, b] = [await createMember(id, "super_admin"), await createMember(id, "super_admin")];
    await Promise.all([
      changeRole(a, { userId: b.userId, version: 1, role: "member" }),
      disableMember(b, { userId: a.userId, version: 1 }),
      removeMember(a, { userId: b.userId, version: 1 }),
    ]);
    const { items } = await page({ ...a, organizationId: id });
    expect(items.filter((item) => item.role === "super_admin" && !item.disabled)).toHaveLength(1);
  }
});

test("users cannot disable or remove themselves", async () => {
  expect(await disableMember(superAdmin, { userId: superAdmin.userId, version: 1 })).toEqual({
    ok: false,
    reason: "not_yourself",
  });
  expect(await removeMember(admin, { userId: admin.userId, version: 1 })).toEqual({
    ok: false,
    reason: "not_yourself",
  });
});

test("a disabled member loses access at once and can be enabled; a removed one is gone", async () => {
  expect(await disableMember(admin, { userId: member.userId, version: 1 })).toMatchObject({
    ok: true,
    member: { disabled: true, version: 2 },
  });
  expect(await findSession(member.sessionId)).toBeNull();
  expect(await enableMember(admin, { userId: member.userId, version: 2 })).toMatchObject({
    ok: true,
    member: { disabled: false },
  });
  expect(await findSession(member.sessionId)).not.toBeNull();
  expect(await removeMember(admin, { userId: member.userId, version: 3 })).toEqual({ ok: true });
  expect(await findSession(member.sessionId)).toBeNull();
  expect(await getMember(admin, member.userId)).toEqual({ ok: false, reason: "not_found" });
  expect((await lastEvents(organizationId, 3)).map((event) => event.action)).toEqual([
    "member.removed",
    "member.enabled",
    "member.disabled",
  ]);
});

test("signing a member out ends all of their sessions in the organization", async () => {
  const other = await openSession(member.userId, organizationId);
  expect(await signOutMember(admin, { userId: member.userId })).toEqual({ ok: true, sessions: 2 });
  expect(await signOutMember(admin, { userId: member.userId })).toEqual({ ok: true, sessions: 0 });
  expect(await findSession(other.id)).toBeNull();
  expect(await findSession(member.sessionId)).toBeNull();
  expect(await findSession(admin.sessionId)).not.toBeNull();
});

test("signing a member out of one organization neither ends nor counts sessions in another", async () => {
  const elsewhere = (await createOrganization()).id;
  await db().membership.create({ data: { organizationId: elsewhere, userId: member.userId, role: "admin" } });
  const there = await openSession(member.userId, elsewhere);
  expect(await signOutMember(admin, { userId: member.userId })).toEqual({ ok: true, sessions: 1 });
  expect(await lastEvents(organizationId)).toMatchObject([{ action: "member.signed_out", change: { sessions: 1 } }]);

  for (const { id } of [there, { id: member.sessionId }]) {
    const session = await findSession(id);
    expect(session).toMatchObject({ organizationId: elsewhere });
    expect(session?.memberships.map((membership) => membership.organizationId)).toEqual([elsewhere]);
  }
  const again = await openSession(member.userId, organizationId);
  expect((await findSession(again.id))?.memberships).toHaveLength(2);
});

test("sessions without an organization are not listed", async () => {
  await signOutMember(admin, { userId: member.userId });
  const { id } = await openSession(member.userId, organizationId);
  expect(await listSessions({ ...member, sessionId: id })).toMatchObject({ ok: true, sessions: [{ id }] });
});

test("the audit log of one organization does not count sessions in another", async () => {
  const elsewhere = (await createOrganization()).id;
  await db().membership.create({ data: { organizationId: elsewhere, userId: member.userId, role: "admin" } });
  await openSession(member.userId, elsewhere);
  expect(await signOutEverywhere(member, { keepCurrent: false })).toEqual({ ok: true, endedSessions: 2 });
  expect(await lastEvents(organizationId)).toMatchObject([{ change: { endedSessions: 1 } }]);
});

test("a member of another organization is not found, like one that does not exist", async () => {
  const foreign = await createMember((await createOrganization()).id, "member");
  const missing = crypto.randomUUID();
  for (const userId of [foreign.userId, missing]) {
    const input = { userId, version: 1 };
    const notFound = { ok: false, reason: "not_found" };
    expect(await getMember(superAdmin, userId)).toEqual(notFound);
    expect(await changeRole(superAdmin, { ...input, role: "admin" })).toEqual(notFound);
    expect(await disableMember(superAdmin, input)).toEqual(notFound);
    expect(await enableMember(superAdmin, input)).toEqual(notFound);
    expect(await removeMember(superAdmin, input)).toEqual(notFound);
    expect(await signOutMember(superAdmin, input)).toEqual(notFound);
  }
});
