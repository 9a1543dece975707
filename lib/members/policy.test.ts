import { expect, test } from "vitest";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import type { Role } from "../access/authorization/permissions";
import { assignableRoles, mayManage, mayResetPassword, refuseSelf, type PasswordHolder } from "./policy";

const person = (role: UserActor["role"]): UserActor => ({
  kind: "user",
  userId: "u1",
  sessionId: "s1",
  name: "Ada",
  email: "ada@example.com",
  organizationId: "acme-org",
  role,
  address: null,
});
const ownerToken: TokenActor = {
  kind: "token",
  tokenId: "t1",
  name: "CI",
  organizationId: "acme-org",
  spaceAccess: { kind: "organization" },
  permissions: ["owner"],
  expiresAt: null,
  address: null,
};
const refused = { ok: false, reason: "super_admin_required", field: "role" };

test("a Super Admin can appoint and manage all members", () => {
  expect(assignableRoles(person("super_admin"))).toEqual(["super_admin", "admin", "member"]);
  expect(mayManage(person("super_admin"), ["super_admin", "member"])).toEqual({ ok: true });
});

test.each<[string, Actor]>([
  ["an Admin", person("admin")],
  ["a token, even an Owner's,", ownerToken],
])("%s can neither appoint nor change a Super Admin", (_who, actor) => {
  expect(assignableRoles(actor)).toEqual(["admin", "member"]);
  expect(mayManage(actor, ["super_admin", "member"])).toEqual(refused);
  expect(mayManage(actor, ["member", "super_admin"])).toEqual(refused);
  expect(mayManage(actor, ["admin", "member"])).toEqual({ ok: true });
});

test.each<[Role, PasswordHolder, boolean]>([
  ["admin", { role: "member", isMemberElsewhere: false }, true],
  ["admin", { role: "admin", isMemberElsewhere: false }, true],
  ["admin", { role: null, isMemberElsewhere: false }, true],
  ["admin", { role: "super_admin", isMemberElsewhere: false }, false],
  ["super_admin", { role: "super_admin", isMemberElsewhere: false }, true],
  ["super_admin", { role: "member", isMemberElsewhere: true }, false],
  ["admin", { role: null, isMemberElsewhere: true }, false],
  ["member", { role: "member", isMemberElsewhere: false }, false],
])("%s may let a user with %o choose a new password: %s", (by, holder, allowed) => {
  expect(mayResetPassword(by, holder)).toEqual(allowed ? { ok: true } : { ok: false, reason: "reset_on_server" });
});

test("users cannot disable or remove themselves", () => {
  expect(refuseSelf(person("super_admin"), "u1")).toEqual({ ok: false, reason: "not_yourself" });
  expect(refuseSelf(person("admin"), "u2")).toEqual({ ok: true });
  expect(refuseSelf(ownerToken, "u1")).toEqual({ ok: true });
});
