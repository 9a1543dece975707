import { beforeEach, describe, expect, test } from "vitest";
import {
  createMember,
  createOrganization,
  lastEvents,
  openSession,
  TEST_PASSWORD,
  tokenActor,
} from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { UserActor } from "../access/authorization/actor";
import { findSession } from "../access/session/session-store";
import { changePassword } from "../account/mutations";
import { signIn } from "../account/sign-in";
import { changeRole, disableMember, removeMember } from "../members/mutations";
import { db } from "../platform/db";
import { Secret } from "../platform/secret";
import { createResetLink, createResetLinkOnServer, resetPassword } from "./mutations";
import { findReset } from "./queries";

useTestDatabase();

const ADDRESS = "192.0.2.9";
const NEW_PASSWORD = "figures of the far moon";
const notFound = { ok: false, reason: "not_found" };
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

const made = async (link: ReturnType<typeof createResetLink>) => {
  const result = await link;
  if (!result.ok) throw new Error(result.reason);
  return result.secret;
};
const linkFor = ({ userId }: UserActor, actor = admin) => made(createResetLink(actor, { userId }));
const reset = (secret: Secret, password = NEW_PASSWORD) =>
  resetPassword({ secret, password: new Secret(password) }, ADDRESS);
const trySignIn = ({ email }: UserActor, password: string) =>
  signIn({ email, password: new Secret(password), address: ADDRESS, userAgent: null });
const join = (person: UserActor, to: string) =>
  db().membership.create({ data: { organizationId: to, userId: person.userId, role: "member" } });

test("a link of an Admin lets a Member choose a new password, and ends all sessions", async () => {
  const other = await openSession(member.userId, organizationId);
  const secret = await linkFor(member);
  expect(await lastEvents(organizationId)).toMatchObject([
    { action: "member.password_reset_created", actorId: admin.userId, resourceId: member.userId },
  ]);
  expect(await findReset(secret)).toEqual({ ok: true, email: member.email });
  expect(await reset(secret)).toEqual({ ok: true, email: member.email });
  for (const id of [member.sessionId, other.id]) expect(await findSession(id)).toBeNull();
  expect(await trySignIn(member, TEST_PASSWORD)).toMatchObject({ reason: "wrong_password" });
  expect(await trySignIn(member, NEW_PASSWORD)).toMatchObject({ ok: true });
  const events = (await lastEvents(organizationId, 3)).map(({ action, address }) => [action, address]);
  expect(events).toContainEqual(["session.opened", ADDRESS]);
  expect(events).toContainEqual(["account.password_reset", ADDRESS]);
});

test("a link works once, for 30 minutes, and its secret is not stored", async () => {
  const secret = await linkFor(member);
  const row = await db().passwordReset.findFirstOrThrow({ where: { userId: member.userId } });
  expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(30 * 60_000);
  expect(Buffer.from(row.digest).toString("latin1")).not.toContain(secret.reveal());
  await reset(secret);
  expect(await reset(secret, "another good passphrase")).toEqual(notFound);
  const late = await linkFor(member);
  await db().passwordReset.updateMany({ where: { usedAt: null }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await reset(late)).toEqual(notFound);
});

test("of two concurrent uses of a link, one succeeds", async () => {
  const secret = await linkFor(member);
  const results = await Promise.all([reset(secret), reset(secret, "another good passphrase")]);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
});

test("a weak password is refused, and the link stays valid", async () => {
  const secret = await linkFor(member);
  expect(await reset(secret, "short")).toMatchObject({ ok: false, reason: "invalid_input" });
  expect(await reset(secret, "MaryShelley12")).toMatchObject({ ok: false, reason: "password_too_common" });
  expect(await reset(secret)).toMatchObject({ ok: true });
});

describe("a link is refused", () => {
  const refused = { ok: false, reason: "reset_on_server" };

  test("for a member of another organization, disabled there or not", async () => {
    const elsewhere = (await createOrganization()).id;
    await join(member, elsewhere);
    expect(await createResetLink(superAdmin, { userId: member.userId })).toEqual(refused);
    await db().membership.updateMany({ where: { organizationId: elsewhere }, data: { disabledAt: new Date() } });
    expect(await createResetLink(superAdmin, { userId: member.userId })).toEqual(refused);
    await db().organization.update({ where: { id: elsewhere }, data: { deletedAt: new Date() } });
    expect(await createResetLink(superAdmin, { userId: member.userId })).toMatchObject({ ok: true });
  });

  test("to an Admin for a Super Admin, to a Member, to a token, and for oneself", async () => {
    const ask = createResetLink;
    expect(await ask(admin, { userId: superAdmin.userId })).toMatchObject({ reason: "super_admin_required" });
    expect(await ask(member, { userId: admin.userId })).toMatchObject({ reason: "insufficient_scope" });
    const token = tokenActor(organizationId, ["owner"]);
    expect(await ask(token, { userId: member.userId })).toMatchObject({ reason: "insufficient_scope" });
    expect(await ask(admin, { userId: admin.userId })).toEqual({ ok: false, reason: "not_yourself" });
    expect(await db().passwordReset.count({ where: { organizationId } })).toBe(0);
  });

  test("for a user who is not a member, like for an unknown one", async () => {
    const foreign = await createMember((await createOrganization()).id, "member");
    for (const userId of [foreign.userId, crypto.randomUUID()])
      expect(await createResetLink(superAdmin, { userId })).toEqual(notFound);
  });
});

describe("a link ends", () => {
  const elsewhere = async () => (await createOrganization()).id;
  const seen = (person: UserActor) => ({ userId: person.userId, version: 1 });
  test.each<[string, () => Promise<unknown>]>([
    ["when the person joins another organization", async () => join(member, await elsewhere())],
    ["when the person is promoted", () => changeRole(superAdmin, { ...seen(member), role: "super_admin" })],
    ["when the person is removed", () => removeMember(superAdmin, seen(member))],
    ["when its creator is disabled", () => disableMember(superAdmin, seen(admin))],
    ["when its creator is demoted", () => changeRole(superAdmin, { ...seen(admin), role: "member" })],
    ["when its creator is removed", () => removeMember(superAdmin, seen(admin))],
    ["when a newer one is made", () => linkFor(member, superAdmin)],
    [
      "when the person changes the password",
      () => changePassword(member, { current: new Secret(TEST_PASSWORD), next: new Secret("another good passphrase") }),
    ],
    [
      "when the organization is deleted",
      () => db().organization.update({ where: { id: organizationId }, data: { deletedAt: new Date() } }),
    ],
  ])("%s", async (_when, change) => {
    const secret = await linkFor(member);
    expect(await findReset(secret)).toMatchObject({ ok: true });
    await change();
    expect(await findReset(secret)).toEqual(notFound);
    expect(await reset(secret)).toEqual(notFound);
  });
});

test("a link of the server works for every account, also without an organization, and ends all sessions", async () => {
  const elsewhere = (await createOrganization()).id;
  await join(superAdmin, elsewhere);
  const there = await openSession(superAdmin.userId, elsewhere);
  expect(await reset(await made(createResetLinkOnServer(superAdmin.email)))).toMatchObject({ ok: true });
  for (const id of [there.id, superAdmin.sessionId]) expect(await findSession(id)).toBeNull();
  for (const chain of [organizationId, elsewhere, "system"])
    expect((await lastEvents(chain, 2)).map(({ action }) => action)).toEqual([
      "account.password_reset",
      "member.password_reset_created",
    ]);

  await removeMember(admin, { userId: member.userId, version: 1 });
  expect(await reset(await made(createResetLinkOnServer(member.email)))).toMatchObject({ ok: true });
  expect(await createResetLinkOnServer("nobody@example.com")).toEqual(notFound);
});

test("failed attempts before the reset do not block a sign-in after it", async () => {
  for (let attempt = 0; attempt < 11; attempt += 1) await trySignIn(member, "not the password");
  expect(await trySignIn(member, TEST_PASSWORD)).toMatchObject({ reason: "rate_limited" });
  await reset(await linkFor(member));
  expect(await trySignIn(member, NEW_PASSWORD)).toMatchObject({ ok: true });
});
