import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, TEST_PASSWORD, tokenActor } from "../../tools/testing/fixtures";
import { overtaking } from "../../tools/testing/overtaking";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findSession } from "../access/session/session-store";
import { changePassword } from "../account/mutations";
import { signIn } from "../account/sign-in";
import { removeMember } from "../members/mutations";
import { createResetLinkOnServer, resetPassword } from "../recovery/mutations";
import type { UserActor } from "../access/authorization/actor";
import type { Role } from "../access/authorization/permissions";
import { linkSecret } from "../access/credentials/link-secret";
import { db } from "../platform/db";
import { Secret } from "../platform/secret";
import { acceptInvitation } from "./acceptance";
import { inviteMember, revokeInvitation } from "./mutations";
import { findInvitation, listInvitations } from "./queries";
import { acceptInvitationSchema, inviteMemberSchema, listInvitationsSchema } from "./schema";

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

test("an invited user chooses name and password and becomes a member", async () => {
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

test("a link works once, and its secret is not stored", async () => {
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

test("of two concurrent uses of a link, one succeeds", async () => {
  const { secret } = await invited(someEmail());
  const results = await Promise.all([
    accept(secret, "kettle tram lantern", "One"),
    accept(secret, "kettle tram lantern", "Two"),
  ]);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
});

test("unknown, expired, withdrawn and replaced links and a deleted organization's get the same response", async () => {
  const expired = await invited(someEmail());
  await db().invitation.update({ where: { id: expired.invitation.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  const withdrawn = await invited(someEmail());
  expect(await revokeInvitation(admin, { invitationId: withdrawn.invitation.id })).toEqual({ ok: true });
  const email = someEmail();
  const replaced = await invited(email);
  const current = await invited(email);
  expect((await findInvitation(current.secret)).ok).toBe(true);
  const unknown = linkSecret.parse("x".repeat(43));
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

test("an address has one open invitation, also after concurrent invitations", async () => {
  const email = someEmail();
  await Promise.all([invited(email), invited(email), invited(email, "admin", superAdmin)]);
  expect(await open()).toHaveLength(1);
});

test("an account joins another organization with its own password only", async () => {
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

describe("an organization cannot take over an account of another one", () => {
  test("only the holder of the link learns that the account exists", async () => {
    const there = await createMember((await createOrganization()).id, "member");
    const [known, unknown] = [await invited(there.email), await invited(someEmail())];
    const told = ({ invitation }: typeof known) => ({ ...invitation, id: "", email: "", createdAt: "", expiresAt: "" });
    expect(told(known)).toEqual(told(unknown));
    const [knownEvent, unknownEvent] = await lastEvents(organizationId, 2);
    expect(Object.keys(knownEvent?.change as object)).toEqual(Object.keys(unknownEvent?.change as object));
  });

  test("an account created by an invitation of one organization keeps its password in another", async () => {
    const email = someEmail();
    await accept((await invited(email)).secret, "kettle tram lantern", "Squatter");
    const other = await createMember((await createOrganization()).id, "super_admin");
    const { secret } = await invited(email, "member", other);
    expect(await findInvitation(secret)).toMatchObject({ ok: true, offer: { hasAccount: true } });
    expect(await accept(secret, "figures of the far moon", "Rightful")).toMatchObject({ reason: "wrong_password" });
  });

  test("the server command gives it to the owner of the address", async () => {
    const email = someEmail();
    await accept((await invited(email)).secret, "kettle tram lantern", "Squatter");
    const other = await createMember((await createOrganization()).id, "super_admin");
    const { secret } = await invited(email, "member", other);
    const link = await createResetLinkOnServer(email);
    if (!link.ok) throw new Error(link.reason);
    await resetPassword({ secret: link.secret, password: new Secret("figures of the far moon") }, ADDRESS);
    expect(await accept(secret, "kettle tram lantern")).toMatchObject({ reason: "wrong_password" });
    expect(await accept(secret, "figures of the far moon")).toMatchObject({ ok: true, email });
  });
});

describe("a removed member", () => {
  const removed = async () => {
    const person = await createMember(organizationId, "member", { name: "Mary Shelley" });
    await removeMember(admin, { userId: person.userId, version: 1 });
    return person;
  };

  test("can return with an invitation without the old password, and old sessions stay invalid", async () => {
    const person = await removed();
    const { secret } = await invited(person.email);
    expect(await findInvitation(secret)).toMatchObject({ ok: true, offer: { hasAccount: false } });
    const accepted = await accept(secret, "figures of the far moon", "Mary Godwin");
    expect(accepted).toMatchObject({ ok: true, userId: person.userId, organizationId });
    expect(await findSession(person.sessionId)).toBeNull();
    expect(await lastEvents(organizationId)).toMatchObject([
      { action: "member.joined", actorName: "Mary Godwin", change: { passwordChosen: true } },
    ]);
    expect(await signIn({ ...person, password: new Secret("figures of the far moon"), userAgent: null })).toMatchObject(
      { ok: true },
    );
  });

  test.each(["live", "disabled"])(
    "needs the password while a member of another organization, %s there",
    async (state) => {
      const person = await removed();
      await db().membership.create({
        data: {
          organizationId: (await createOrganization()).id,
          userId: person.userId,
          role: "member",
          disabledAt: state === "disabled" ? new Date() : null,
        },
      });
      const { secret } = await invited(person.email);
      expect(await findInvitation(secret)).toMatchObject({ ok: true, offer: { hasAccount: true } });
      expect(await accept(secret, "figures of the far moon", "Impostor")).toMatchObject({ reason: "wrong_password" });
      expect(await accept(secret, TEST_PASSWORD)).toMatchObject({ ok: true });
    },
  );

  test("does not need it if the other organization was deleted", async () => {
    const other = await createOrganization();
    const person = await createMember(other.id, "super_admin");
    await db().organization.update({ where: { id: other.id }, data: { deletedAt: new Date() } });
    const { secret } = await invited(person.email);
    expect(await accept(secret, "figures of the far moon", "Ada")).toMatchObject({ ok: true });
  });

  test("keeps the password when joining elsewhere while the account is being claimed", async () => {
    const person = await removed();
    const [here, there] = [
      await invited(person.email),
      await invited(person.email, "member", await createMember((await createOrganization()).id, "super_admin")),
    ];
    const results = await Promise.all([
      accept(here.secret, "figures of the far moon", "One"),
      accept(there.secret, "lanterns of the near sun", "Two"),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ reason: "stale" });
  });
});

test("accepting with the former password while it is being changed fails", async () => {
  const there = await createMember((await createOrganization()).id, "member");
  const { secret } = await invited(there.email);
  const change = () =>
    changePassword(there, { current: new Secret(TEST_PASSWORD), next: new Secret("lantern kettle tram") });
  const [changed, accepted] = await overtaking({ ...urls, organizationId: there.organizationId }, change, () =>
    accept(secret, TEST_PASSWORD),
  );
  expect([changed, accepted]).toMatchObject([{ ok: true }, { ok: false, reason: "wrong_password", field: "password" }]);
});

test("guessing an account's password through an invitation is limited like a sign-in", async () => {
  const there = await createMember((await createOrganization()).id, "member");
  const { secret } = await invited(there.email);
  for (let i = 0; i < 10; i += 1) await accept(secret, "not their password");
  expect(await accept(secret, TEST_PASSWORD)).toMatchObject({
    ok: false,
    reason: "rate_limited",
    detail: { retryAfterSeconds: expect.any(Number) },
  });
});

test("a member cannot be invited again, and one who joined concurrently stays unchanged", async () => {
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

test("a new user needs a name and a good password", async () => {
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

test("an Admin invites Admins and Members; only a Super Admin invites Super Admins and withdraws that", async () => {
  const refused = { ok: false, reason: "super_admin_required", field: "role" };
  const email = someEmail();
  expect(await inviteMember(admin, { email, role: "super_admin" })).toEqual(refused);
  expect(await inviteMember(tokenActor(organizationId, ["owner"]), { email, role: "super_admin" })).toEqual(refused);
  const { invitation } = await invited(email, "super_admin", superAdmin);
  expect(await revokeInvitation(admin, { invitationId: invitation.id })).toEqual(refused);
  expect(await inviteMember(admin, { email, role: "member" })).toEqual(refused);
});

test("a Member can neither invite nor list invitations", async () => {
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
