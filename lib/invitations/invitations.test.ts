import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, TEST_PASSWORD, tokenActor } from "../../tools/testing/fixtures";
import { overtaking } from "../../tools/testing/overtaking";
import { useTestDatabase } from "../../tools/testing/use-database";
import { changePassword } from "../account/mutations";
import type { UserActor } from "../access/authorization/actor";
import type { Role } from "../access/authorization/permissions";
import { db } from "../platform/db";
import { Secret } from "../platform/secret";
import { acceptInvitation } from "./acceptance";
import { inviteMember, revokeInvitation } from "./mutations";
import { findInvitation, listInvitations } from "./queries";
import { acceptInvitationSchema, invitationSecret, inviteMemberSchema, listInvitationsSchema } from "./schema";

const urls = useTestDatabase();

const notFound = { ok: false, reason: "not_found" };
const ADDRESS = "192.0.2.9";
let organizationId: string;
let superAdmin: UserActor;
let admin: UserActor;
let count = 0;

beforeEach(async () => {
  organizationId = (await createOrganization("Acme Security")).id;
  superAdmin = await createMember(organizationId, "super_admin");
  admin = await createMember(organizationId, "admin", { name: "Grace Hopper" });
});

const someEmail = () => `new-${(count += 1)}@example.com`;

async function invited(email: string, role: Role = "member", actor: UserActor = admin) {
  const result = await inviteMember(actor, inviteMemberSchema.parse({ email, role }));
  if (!result.ok) throw new Error(result.reason);
  return result;
}

const accept = (secret: Secret, password: string, name?: string) =>
  acceptInvitation(acceptInvitationSchema.parse({ secret: secret.reveal(), password, name }), ADDRESS);

async function open(actor: UserActor = admin) {
  const result = await listInvitations(actor, listInvitationsSchema.parse({}));
  if (!result.ok) throw new Error(result.reason);
  return result.page.items;
}

test("an invited person sets name and password and is a member", async () => {
  const email = someEmail();
  const { invitation, secret } = await invited(` ${email.toUpperCase()} `, "admin");
  expect(invitation).toMatchObject({ email, role: "admin", invitedBy: "Grace Hopper", expired: false });
  expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(72 * 3_600_000);
  expect(await findInvitation(secret)).toMatchObject({
    ok: true,
    offer: { organizationName: "Acme Security", email, role: "admin", hasAccount: false },
  });

  const accepted = await accept(secret, "kettle tram lantern", "Mary Shelley");
  expect(accepted).toMatchObject({ ok: true, email, organizationId });
  expect(await db().membership.findMany({ where: { user: { email } } })).toMatchObject([
    { organizationId, role: "admin" },
  ]);
  expect(await lastEvents(organizationId, 2)).toMatchObject([
    { action: "member.joined", actorName: "Mary Shelley", address: ADDRESS, message: "Mary Shelley joined as Admin" },
    { action: "member.invited", actorId: admin.userId },
  ]);
  expect(await open()).toEqual([]);
});

test("a link works once, and its secret is not kept", async () => {
  const { invitation, secret } = await invited(someEmail());
  await accept(secret, "kettle tram lantern", "Mary Shelley");
  expect(await accept(secret, "kettle tram lantern", "Mary Shelley")).toEqual(notFound);
  expect(await findInvitation(secret)).toEqual(notFound);
  const row = await db().invitation.findUniqueOrThrow({ where: { id: invitation.id } });
  const events = await lastEvents(organizationId, 5);
  const kept = JSON.stringify([row, events], (_, value: unknown) =>
    typeof value === "bigint"
      ? value.toString()
      : value instanceof Uint8Array
        ? Buffer.from(value).toString("latin1")
        : value,
  );
  expect(kept).not.toContain(secret.reveal());
});

test("of two who accept one link at once, one succeeds", async () => {
  const { secret } = await invited(someEmail());
  const results = await Promise.all([
    accept(secret, "kettle tram lantern", "One"),
    accept(secret, "kettle tram lantern", "Two"),
  ]);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
});

test("an unknown, an expired, a withdrawn and a replaced link are not told apart, nor one of a deleted organization", async () => {
  const expired = await invited(someEmail());
  await db().invitation.update({ where: { id: expired.invitation.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  const withdrawn = await invited(someEmail());
  expect(await revokeInvitation(admin, { invitationId: withdrawn.invitation.id })).toEqual({ ok: true });
  const email = someEmail();
  const replaced = await invited(email);
  const current = await invited(email);
  expect((await findInvitation(current.secret)).ok).toBe(true);
  const unknown = invitationSecret.parse("x".repeat(43));
  for (const secret of [expired.secret, withdrawn.secret, replaced.secret, unknown]) {
    expect(await findInvitation(secret)).toEqual(notFound);
    expect(await accept(secret, "kettle tram lantern", "Eve")).toEqual(notFound);
  }
  expect((await open()).map((item) => [item.id, item.expired])).toEqual([
    [current.invitation.id, false],
    [expired.invitation.id, true],
  ]);
  await db().organization.update({ where: { id: organizationId }, data: { deletedAt: new Date() } });
  expect(await findInvitation(current.secret)).toEqual(notFound);
});

test("an address has one open invitation, however many invite it at once", async () => {
  const email = someEmail();
  await Promise.all([invited(email), invited(email), invited(email, "admin", superAdmin)]);
  expect(await open()).toHaveLength(1);
});

test("an account joins another organization by its own password, and by no other", async () => {
  const there = await createMember((await createOrganization()).id, "member");
  const { secret } = await invited(there.email);
  expect(await findInvitation(secret)).toMatchObject({ ok: true, offer: { hasAccount: true } });
  expect(await accept(secret, "not their password", "Impostor")).toEqual({
    ok: false,
    reason: "wrong_password",
    field: "password",
  });
  expect(await accept(secret, TEST_PASSWORD)).toEqual({
    ok: true,
    userId: there.userId,
    email: there.email,
    organizationId,
  });
  expect(await db().user.findUniqueOrThrow({ where: { id: there.userId } })).toMatchObject({ name: there.name });
});

test("who accepts with the former password while it is being changed does not join", async () => {
  const there = await createMember((await createOrganization()).id, "member");
  const { secret } = await invited(there.email);
  const change = () =>
    changePassword(there, { current: new Secret(TEST_PASSWORD), next: new Secret("lantern kettle tram") });
  const [changed, accepted] = await overtaking({ ...urls, organizationId: there.organizationId }, change, () =>
    accept(secret, TEST_PASSWORD),
  );
  expect([changed, accepted]).toMatchObject([{ ok: true }, { ok: false, reason: "wrong_password", field: "password" }]);
});

test("guessing an account's password through an invitation meets the limits of signing in", async () => {
  const there = await createMember((await createOrganization()).id, "member");
  const { secret } = await invited(there.email);
  for (let i = 0; i < 10; i += 1) await accept(secret, "not their password");
  expect(await accept(secret, TEST_PASSWORD)).toMatchObject({
    ok: false,
    reason: "rate_limited",
    detail: { retryAfterSeconds: expect.any(Number) },
  });
});

test("a member is not invited again, and one who joined meanwhile stays as they are", async () => {
  expect(await inviteMember(admin, { email: superAdmin.email, role: "member" })).toEqual({
    ok: false,
    reason: "already_member",
    field: "email",
  });
  const there = await createMember((await createOrganization()).id, "member");
  const { secret } = await invited(there.email);
  await db().membership.create({ data: { organizationId, userId: there.userId, role: "admin" } });
  expect(await accept(secret, TEST_PASSWORD)).toEqual({ ok: false, reason: "already_member" });
});

test("somebody new needs a name and a good password", async () => {
  const { secret } = await invited(someEmail());
  expect(await accept(secret, "kettle tram lantern")).toMatchObject({
    ok: false,
    reason: "invalid_input",
    fields: { name: expect.any(String) },
  });
  expect(await accept(secret, "short", "Mary")).toMatchObject({
    ok: false,
    reason: "invalid_input",
    fields: { password: expect.any(String) },
  });
  expect(await accept(secret, "AcmeSecurity12", "Mary")).toMatchObject({ ok: false, reason: "password_too_common" });
});

test("an Admin invites Admins and Members; Super Admins are a Super Admin's to invite and withdraw", async () => {
  const refused = { ok: false, reason: "super_admin_required", field: "role" };
  const email = someEmail();
  expect(await inviteMember(admin, { email, role: "super_admin" })).toEqual(refused);
  expect(await inviteMember(tokenActor(organizationId, ["owner"]), { email, role: "super_admin" })).toEqual(refused);
  const { invitation } = await invited(email, "super_admin", superAdmin);
  expect(await revokeInvitation(admin, { invitationId: invitation.id })).toEqual(refused);
  expect(await inviteMember(admin, { email, role: "member" })).toEqual(refused);
});

test("a Member neither invites nor sees who is invited", async () => {
  const member = await createMember(organizationId, "member");
  expect(await inviteMember(member, { email: someEmail(), role: "member" })).toMatchObject({
    ok: false,
    reason: "insufficient_scope",
  });
  expect(await listInvitations(member, listInvitationsSchema.parse({}))).toMatchObject({
    ok: false,
    reason: "insufficient_scope",
  });
  expect(await revokeInvitation(member, { invitationId: crypto.randomUUID() })).toMatchObject({
    ok: false,
    reason: "insufficient_scope",
  });
});

test("an invitation of another organization is not found", async () => {
  const { invitation } = await invited(someEmail());
  const foreign = await createMember((await createOrganization()).id, "super_admin");
  expect(await revokeInvitation(foreign, { invitationId: invitation.id })).toEqual(notFound);
  expect(await open(foreign)).toEqual([]);
});
