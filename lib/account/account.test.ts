import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents, openSession, TEST_PASSWORD } from "../../tools/testing/fixtures";
import { overtaking } from "../../tools/testing/overtaking";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findSession } from "../access/session/session-store";
import { signIn } from "./sign-in";
import type { UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { Secret } from "../platform/secret";
import { changeName, changePassword, revokeSession, signOutEverywhere } from "./mutations";
import { getAccount, listSessions } from "./queries";
import { changePasswordSchema } from "./schema";

const urls = useTestDatabase();

const NEXT = "lantern kettle tram";
let actor: UserActor;
let addresses = 0;

beforeEach(async () => {
  const { id } = await createOrganization();
  actor = { ...(await createMember(id, "member")), address: `203.0.113.${(addresses += 1)}` };
});

const passwords = (current: string, next: string) => changePasswordSchema.parse({ current, next });

async function sessions() {
  const result = await listSessions(actor);
  if (!result.ok) throw new Error(result.reason);
  return result.sessions;
}

test("a new name is visible at once, and the log keeps the former one", async () => {
  expect(await changeName(actor, { name: "Ada King" })).toEqual({ ok: true });
  expect(await getAccount(actor)).toEqual({
    ok: true,
    account: { userId: actor.userId, name: "Ada King", email: actor.email, role: "member" },
  });
  expect(await lastEvents(actor.organizationId)).toMatchObject([
    {
      action: "account.renamed",
      actorName: "Ada Lovelace",
      change: { name: { from: "Ada Lovelace", to: "Ada King" } },
    },
  ]);
});

test("a new password ends the other sessions and keeps this one", async () => {
  const other = await openSession(actor.userId, actor.organizationId);
  expect(await changePassword(actor, passwords(TEST_PASSWORD, NEXT))).toEqual({ ok: true, endedSessions: 1 });
  expect(await findSession(other.id)).toBeNull();
  expect(await findSession(actor.sessionId)).not.toBeNull();
  const credentials = { email: actor.email, address: actor.address, userAgent: null };
  expect(await signIn({ ...credentials, password: new Secret(NEXT) })).toMatchObject({ ok: true });
  expect(await signIn({ ...credentials, password: new Secret(TEST_PASSWORD) })).toMatchObject({
    ok: false,
    reason: "wrong_password",
  });
});

test("a concurrent sign-in with the former password fails", async () => {
  const former = { email: actor.email, address: actor.address, userAgent: null, password: new Secret(TEST_PASSWORD) };
  const [changed, signedIn] = await overtaking(
    { ...urls, organizationId: actor.organizationId },
    () => changePassword(actor, passwords(TEST_PASSWORD, NEXT)),
    () => signIn(former),
  );
  expect(changed).toMatchObject({ ok: true });
  expect(signedIn).toEqual({ ok: false, reason: "wrong_password" });
  expect(await sessions()).toHaveLength(1);
});

test("changing the password needs the current one, which cannot be guessed", async () => {
  for (let i = 0; i < 10; i += 1)
    expect(await changePassword(actor, passwords("not my password", NEXT))).toEqual({
      ok: false,
      reason: "wrong_password",
      field: "current",
    });
  expect(await changePassword(actor, passwords(TEST_PASSWORD, NEXT))).toMatchObject({
    ok: false,
    reason: "rate_limited",
    detail: { retryAfterSeconds: expect.any(Number) },
  });
});

test("of two concurrent changes, one succeeds", async () => {
  const results = await Promise.all([
    changePassword(actor, passwords(TEST_PASSWORD, NEXT)),
    changePassword(actor, passwords(TEST_PASSWORD, "quarry violin mist")),
  ]);
  expect(results.filter((result) => result.ok)).toHaveLength(1);
});

test("a common password is refused, and so are the user's own name and address", async () => {
  for (const next of ["password1234", "AdaLovelace1", actor.email]) {
    expect(await changePassword(actor, passwords(TEST_PASSWORD, next))).toEqual({
      ok: false,
      reason: "password_too_common",
      field: "next",
    });
  }
});

test("live sessions are listed without secrets, and the current one is marked", async () => {
  const other = await openSession(actor.userId, actor.organizationId);
  const ended = await openSession(actor.userId, actor.organizationId);
  await revokeSession(actor, { sessionId: ended.id });
  const idle = await openSession(actor.userId, actor.organizationId);
  await db().session.update({ where: { id: idle.id }, data: { lastSeenAt: new Date(Date.now() - 13 * 3_600_000) } });
  const listed = await sessions();
  expect(listed.map((session) => session.id).sort()).toEqual([actor.sessionId, other.id].sort());
  expect(listed.find((session) => session.current)).toMatchObject({
    id: actor.sessionId,
    address: "192.0.2.7",
    userAgent: "Test/1.0",
  });
});

test("a session can be ended once, and another user's session is not found", async () => {
  const other = await openSession(actor.userId, actor.organizationId);
  expect(await revokeSession(actor, { sessionId: other.id })).toEqual({ ok: true });
  expect(await findSession(other.id)).toBeNull();
  const colleague = await createMember(actor.organizationId, "member");
  for (const sessionId of [other.id, colleague.sessionId, crypto.randomUUID()]) {
    expect(await revokeSession(actor, { sessionId })).toEqual({ ok: false, reason: "not_found" });
  }
  expect(await findSession(colleague.sessionId)).not.toBeNull();
});

test("signing out everywhere ends this session too, unless it is kept", async () => {
  await openSession(actor.userId, actor.organizationId);
  expect(await signOutEverywhere(actor, { keepCurrent: true })).toEqual({ ok: true, endedSessions: 1 });
  expect(await findSession(actor.sessionId)).not.toBeNull();
  expect(await signOutEverywhere(actor, { keepCurrent: false })).toEqual({ ok: true, endedSessions: 1 });
  expect(await findSession(actor.sessionId)).toBeNull();
  expect(await lastEvents(actor.organizationId)).toMatchObject([{ action: "account.signed_out_everywhere" }]);
});
