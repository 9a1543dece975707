import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMember, createOrganization, TEST_PASSWORD } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { UserActor } from "../access/authorization/actor";
import { beginAttempt } from "../access/session/sign-in-limits";
import { closeDatabase, db } from "../platform/db";
import { noteUntrustedProxy } from "../platform/http/untrusted-proxy";
import { log } from "../platform/log";
import { Secret } from "../platform/secret";
import { signIn } from "./sign-in";
import { signOutOf } from "./sign-out";

useTestDatabase();
afterAll(closeDatabase);
afterEach(() => {
  vi.restoreAllMocks();
});

const WRONG = "not my password";
let actor: UserActor;
let addresses = 0;

beforeEach(async () => {
  const { id } = await createOrganization();
  addresses += 1;
  actor = { ...(await createMember(id, "member")), address: `198.51.100.${addresses}` };
});

const attempt = (password: string, { address = actor.address, email = actor.email } = {}) =>
  signIn({ email, address, userAgent: null, password: new Secret(password) });

const eventsOf = (action: string) => db().auditEvent.findMany({ where: { chain: actor.organizationId, action } });
const countOf = async (action: string) => (await eventsOf(action)).length;
const settled = { timeout: 60_000 };

test("a failed sign-in is logged, and audited in the user's organizations, without the input", async () => {
  const warn = vi.spyOn(log, "warn");
  expect(await attempt(WRONG)).toMatchObject({ ok: false, reason: "wrong_password" });
  expect(warn).toHaveBeenCalledWith(
    { userId: actor.userId, address: actor.address, lockedOut: false },
    "a sign-in failed",
  );
  await expect.poll(() => countOf("session.refused"), settled).toBe(1);
  const [event] = await eventsOf("session.refused");
  expect(event).toMatchObject({ actorKind: "system", resourceId: actor.userId, address: actor.address });
  expect(JSON.stringify([warn.mock.calls, event?.message])).not.toContain(WRONG);
});

test("a sign-in with an unknown e-mail is logged without it: it may be a password", async () => {
  const warn = vi.spyOn(log, "warn");
  await attempt(WRONG, { email: "hunter2@example.com" });
  expect(warn).toHaveBeenCalledWith({ userId: null, address: actor.address, lockedOut: false }, "a sign-in failed");
  expect(JSON.stringify(warn.mock.calls)).not.toContain("hunter2");
});

test("many failures cause a few audit events and one lock-out, and refusals are not logged each", async () => {
  const warn = vi.spyOn(log, "warn");
  for (let i = 0; i < 10; i += 1) await attempt(WRONG);
  for (let i = 0; i < 20; i += 1) expect(await attempt(TEST_PASSWORD)).toMatchObject({ reason: "rate_limited" });
  await expect.poll(() => countOf("session.locked_out"), settled).toBe(1);
  await expect.poll(() => countOf("session.refused"), settled).toBe(5);
  const refusals = warn.mock.calls.filter(([, message]) => String(message).startsWith("sign-ins are refused"));
  expect(refusals).toHaveLength(1);
});

test("signing out is logged and audited once, and ends the session", async () => {
  const opened = await attempt(TEST_PASSWORD);
  if (!opened.ok) throw new Error(opened.reason);
  const info = vi.spyOn(log, "info");
  for (let i = 0; i < 2; i += 1) await signOutOf(opened.sessionId, actor.address);
  expect(info.mock.calls).toEqual([[{ userId: actor.userId, address: actor.address }, "signed out"]]);
  expect(await eventsOf("session.closed")).toMatchObject([
    { actorKind: "user", actorId: actor.userId, address: actor.address },
  ]);
  expect(await db().session.findUniqueOrThrow({ where: { id: opened.sessionId } })).toMatchObject({
    revokedAt: expect.any(Date),
  });
});

test("behind an unknown proxy, failed sign-ins only affect their own account", async () => {
  const address = `10.9.8.${addresses}`;
  noteUntrustedProxy(address);
  for (let i = 0; i < 101; i += 1)
    expect(await beginAttempt({ address, email: `stranger${i % 60}@example.com` })).toMatchObject({ ok: true });
  expect(await attempt(TEST_PASSWORD, { address })).toMatchObject({ ok: true });
});

test("a directly connected client is still limited by its address", async () => {
  const address = `10.7.7.${addresses}`;
  const reasons = new Set<string>();
  for (let i = 0; i < 101; i += 1) {
    const answer = await beginAttempt({ address, email: `stranger${i % 60}@example.org` });
    reasons.add(answer.ok ? "ok" : answer.reason);
  }
  expect(reasons).toEqual(new Set(["ok", "rate_limited"]));
});
