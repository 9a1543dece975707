import { beforeEach, expect, test, vi } from "vitest";
import { lastEvents } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db } from "../platform/db";
import { env } from "../platform/env";
import { verifyPassword } from "../passwords/hash";
import { Secret } from "../platform/secret";
import { openSetUp } from "./require-setup-code";
import { setUp } from "./mutations";
import { requireSamePrefix } from "./token-prefix";
import { isSetUp } from "./queries";
import { setUpSchema } from "./schema";

useTestDatabase();

const given = {
  code: "only-for-tests",
  organization: { name: "Zürich Security Ops" },
  admin: { name: "Ada Lovelace", email: " Ada@Example.com", password: "three wise monkeys" },
};
const input = setUpSchema.parse(given);

beforeEach(async () => {
  await db().user.deleteMany();
  await db().organization.deleteMany();
  await db().deployment.deleteMany();
  await db().rateLimit.deleteMany();
});

/** A new address each time, so that tests do not share a limit. */
let addresses = 0;
const someAddress = () => `198.51.100.${(addresses += 1)}`;

test("the code creates the organization, its Super Admin and the record of the prefix, once", async () => {
  const result = await setUp(input, someAddress());
  expect(result).toEqual({ ok: true, organizationId: "zurich-security-ops", userId: expect.any(String) });
  const organization = await db().organization.findUniqueOrThrow({
    where: { id: "zurich-security-ops" },
    include: { memberships: { include: { user: true } } },
  });
  expect(organization).toMatchObject({
    code: "ZSO",
    name: "Zürich Security Ops",
    memberships: [{ role: "super_admin", user: { email: "ada@example.com" } }],
  });
  expect(
    await verifyPassword(organization.memberships[0]?.user.passwordHash ?? "", new Secret("three wise monkeys"), {
      key: "test",
    }),
  ).toBe(true);
  expect(await lastEvents("zurich-security-ops")).toMatchObject([
    { action: "organization.created", actorName: "Ada Lovelace" },
  ]);
  expect(await lastEvents("system")).toMatchObject([
    { action: "deployment.set_up", resourceId: "zurich-security-ops" },
  ]);
  expect(await isSetUp()).toBe(true);
  expect(await setUp(input, someAddress())).toEqual({ ok: false, reason: "not_found" });
});

test("after the last organization was deleted, a new code creates another; accounts keep their password", async () => {
  const before = await setUp(input, someAddress());
  if (!before.ok) throw new Error(before.reason);
  await db().organization.update({ where: { id: before.organizationId }, data: { deletedAt: new Date() } });
  expect(await isSetUp()).toBe(false);
  const code = await codePrinted();
  expect(await setUp(input, someAddress())).toEqual({ ok: false, reason: "wrong_code", field: "code" }); // used
  const impostor = {
    ...input,
    code: new Secret(code),
    admin: { ...input.admin, password: new Secret("four wise monkeys") },
  };
  expect(await setUp(impostor, someAddress())).toEqual({
    ok: false,
    reason: "wrong_password",
    field: "admin.password",
  });
  const again = await setUp(
    setUpSchema.parse({ ...given, code, admin: { ...given.admin, name: "Somebody else" } }),
    someAddress(),
  );
  if (!again.ok) throw new Error(again.reason);
  expect(again.userId).toBe(before.userId);
  expect(again.organizationId).not.toBe(before.organizationId); // its id is never reused
  expect(await lastEvents(again.organizationId)).toMatchObject([
    { action: "organization.created", actorName: "Ada Lovelace" },
  ]);
  expect(await db().membership.findMany({ where: { organization: { deletedAt: null } } })).toMatchObject([
    { organizationId: again.organizationId, role: "super_admin" },
  ]);
  expect(await isSetUp()).toBe(true);
  await db().organization.update({ where: { id: again.organizationId }, data: { deletedAt: new Date() } });
  const third = { ...input, code: new Secret(code) };
  expect(await setUp(third, someAddress())).toMatchObject({ ok: false, reason: "wrong_code" });
});

test("guessing an account's password through the set-up is limited like a sign-in", async () => {
  const before = await setUp(input, someAddress());
  if (!before.ok) throw new Error(before.reason);
  await db().organization.update({ where: { id: before.organizationId }, data: { deletedAt: new Date() } });
  const address = "198.51.100.250";
  const code = new Secret(await codePrinted());
  const impostor = { ...input, code, admin: { ...input.admin, password: new Secret("four wise monkeys") } };
  for (let i = 0; i < 10; i += 1) await setUp(impostor, address);
  expect(await setUp({ ...input, code }, address)).toMatchObject({ ok: false, reason: "rate_limited" });
});

test("of two concurrent set-ups, one succeeds", async () => {
  const other = setUpSchema.parse({
    ...given,
    organization: { name: "Another one", code: "oth" },
    admin: { ...given.admin, email: "eve@example.com" },
  });
  const results = await Promise.all([setUp(input, someAddress()), setUp(other, someAddress())]);
  expect(results.map((result) => (result.ok ? "ok" : result.reason)).sort()).toEqual(["not_found", "ok"]);
  expect(await db().user.count()).toBe(1);
});

test("a wrong code changes nothing, and ten attempts from an address are rate limited", async () => {
  const address = someAddress();
  const wrong = { ...input, code: new Secret("something else") };
  for (let i = 0; i < 10; i += 1)
    expect(await setUp(wrong, address)).toEqual({ ok: false, reason: "wrong_code", field: "code" });
  expect(await setUp(wrong, address)).toEqual({
    ok: false,
    reason: "rate_limited",
    detail: { retryAfterSeconds: expect.any(Number) },
  });
  expect(await isSetUp()).toBe(false);
});

test("concurrent requests create and print one code", async () => {
  const before = await setUp(input, someAddress());
  if (!before.ok) throw new Error(before.reason);
  expect(await openSetUp()).toBe(false);
  await db().organization.update({ where: { id: before.organizationId }, data: { deletedAt: new Date() } });
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await Promise.all([openSetUp(), openSetUp(), openSetUp()])).toEqual([true, true, true]);
  expect(write.mock.calls.filter(([line]) => String(line).includes("One-time setup code"))).toHaveLength(1);
  write.mockRestore();
});

test("a code from before uses were recorded counts as used once there was an organization", async () => {
  await setUp(input, someAddress());
  await db().deployment.deleteMany();
  await db().organization.updateMany({ data: { deletedAt: new Date() } });
  expect(await setUp(input, someAddress())).toMatchObject({ reason: "wrong_code" });
});

/** The code that is created and printed after the previous one was used. */
async function codePrinted(): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await openSetUp();
  const printed = write.mock.calls.map(([line]) => String(line)).join("");
  write.mockRestore();
  return /One-time setup code: +(\S+)/.exec(printed)?.[1] ?? "none was printed";
}

test("a common password is refused", async () => {
  const weak = setUpSchema.parse({ ...given, admin: { ...given.admin, password: "ZurichSecurityOps1" } });
  expect(await setUp(weak, someAddress())).toEqual({
    ok: false,
    reason: "password_too_common",
    field: "admin.password",
  });
});

test("a name without Latin letters gets a generated id", async () => {
  const result = await setUp(setUpSchema.parse({ ...given, organization: { name: "安全" } }), someAddress());
  expect(result).toMatchObject({ ok: true, organizationId: expect.stringMatching(/^[a-z]+-[a-z]+-\d{6}$/) });
});

test("a changed TOKEN_PREFIX prevents the start and names the required value", async () => {
  await requireSamePrefix(); // nothing recorded yet
  await setUp(input, someAddress());
  await requireSamePrefix();
  await db().deployment.update({ where: { key: "token_prefix" }, data: { value: "other" } });
  await expect(requireSamePrefix()).rejects.toThrow("TOKEN_PREFIX must stay “other”");
  expect(env().TOKEN_PREFIX).toBe("latch");
});

// Last: the limiter remembers in memory that the limit for all addresses is exceeded.
test("100 wrong attempts do not lock out the right code, even from the same address", async () => {
  const wrong = { ...input, code: new Secret("something else") };
  const address = someAddress();
  for (let i = 0; i < 20; i += 1) await setUp(wrong, address);
  for (let i = 0; i < 100; i += 1) await setUp(wrong, someAddress());
  expect(await setUp(wrong, someAddress())).toMatchObject({ reason: "rate_limited" });
  expect(await setUp(input, address)).toMatchObject({ ok: true });
});
