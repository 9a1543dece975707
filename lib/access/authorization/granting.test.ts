import { describe, expect, test } from "vitest";
import { tokenActor } from "@/tools/testing/actors";
import { WHOLE_ORGANIZATION, type SpaceAccess, type UserActor } from "./actor";
import { grantableBy, mayGrant, mayIssue, mayLiveUntil } from "./granting";
import { PERMISSIONS, ROLES, type Permission } from "./permissions";

const SPACE: SpaceAccess = { kind: "space", spaceId: "space-one" };
const OTHER: SpaceAccess = { kind: "space", spaceId: "space-two" };
const editor = tokenActor("acme-org", ["editor"]);
const owner = tokenActor("acme-org", ["owner"]);
const spaceOwner = tokenActor("acme-org", ["owner"], "space-one");

test.each(PERMISSIONS)("an Owner may grant %s", (permission) => {
  expect(mayGrant(owner, WHOLE_ORGANIZATION, { permissions: [permission], scopes: false })).toEqual({ ok: true });
});

test.each(["owner", "verifier"] as const)("an Editor cannot grant %s", (permission) => {
  expect(mayGrant(editor, SPACE, { permissions: ["viewer", permission], scopes: false })).toEqual({
    ok: false,
    reason: "permission_not_grantable",
    field: "permissions",
    detail: { beyond: [permission] },
  });
});

test("an Issuer gives only scopes that it names, and no permission with them", () => {
  const issues = [
    { apiId: "1", api: "urn:acme:a", scopes: ["read"] },
    { apiId: "2", api: "urn:acme:b", scopes: null },
  ];
  const issuer = { ...tokenActor("acme-org", ["issuer"]), issues };
  const may = (grants: { api: string; scopes: string[] }[], permissions: Permission[] = []) =>
    mayIssue(issuer, { permissions, grants }).ok;
  expect(may([{ api: "urn:acme:a", scopes: ["read"] }])).toBe(true);
  expect(may([{ api: "urn:acme:b", scopes: ["anything"] }])).toBe(true);
  expect(may([{ api: "urn:acme:a", scopes: ["read", "write"] }])).toBe(false);
  expect(may([{ api: "urn:acme:c", scopes: [] }])).toBe(false);
  expect(may([{ api: "urn:acme:a", scopes: ["read"] }], ["viewer"])).toBe(false);
  expect(may([])).toBe(false);
  expect(mayIssue(editor, { permissions: [], grants: [] })).toEqual({ ok: true });
  expect(mayIssue(issuer, { permissions: [], grants: [] })).toMatchObject({
    detail: { issues: [{ api: "urn:acme:a", scopes: ["read"] }, { api: "urn:acme:b" }] },
  });
});

test.each(["viewer", "agent", "verifier"] as const)("an actor with only %s cannot grant anything", (permission) => {
  expect(grantableBy(tokenActor("acme-org", [permission]))).toEqual([]);
});

test("the grantable permissions of several permissions add up, in the table's order", () => {
  expect(grantableBy(tokenActor("acme-org", ["agent", "editor"]))).toEqual(["viewer", "editor", "agent"]);
});

test("a role can grant what its equivalent permission can", () => {
  const person = (role: UserActor["role"]): UserActor => ({
    kind: "user",
    userId: "u",
    sessionId: "s",
    name: "Ada",
    email: "ada@example.com",
    organizationId: "acme-org",
    role,
    address: null,
  });
  expect(ROLES.map((role) => grantableBy(person(role)).length)).toEqual([6, 3, 0]);
});

test("an actor cannot grant access to spaces that it cannot reach itself", () => {
  expect(mayGrant(spaceOwner, SPACE, { permissions: ["owner"], scopes: false })).toEqual({ ok: true });
  for (const access of [WHOLE_ORGANIZATION, OTHER])
    expect(mayGrant(spaceOwner, access, { permissions: ["viewer"], scopes: false })).toEqual({
      ok: false,
      reason: "not_found",
    });
});

test.each(PERMISSIONS)(
  "scopes of APIs may be granted by Editors, Owners and Issuers that reach all spaces: %s",
  (permission) => {
    const scopes = { permissions: [], scopes: true };
    const expected = ["editor", "owner", "issuer"].includes(permission)
      ? { ok: true }
      : { ok: false, reason: "permission_not_grantable", field: "grants" };
    expect(mayGrant(tokenActor("acme-org", [permission]), WHOLE_ORGANIZATION, scopes)).toEqual(expected);
    expect(mayGrant(tokenActor("acme-org", [permission], "space-one"), SPACE, scopes)).toMatchObject({
      reason: "permission_not_grantable",
    });
  },
);

describe("a child token", () => {
  const until = new Date("2026-12-01T00:00:00Z");
  const parent = { ...owner, expiresAt: until };

  test("may expire with its parent or earlier", () => {
    expect(mayLiveUntil(parent, until)).toEqual({ ok: true });
    expect(mayLiveUntil(parent, new Date(until.getTime() - 1))).toEqual({ ok: true });
  });

  test.each([null, new Date(until.getTime() + 1)])("never outlives it: %s", (end) => {
    expect(mayLiveUntil(parent, end)).toEqual({
      ok: false,
      reason: "exceeds_parent",
      field: "expiresAt",
      detail: { latest: until.toISOString() },
    });
  });

  test("may have any expiration if its parent has none", () => {
    expect(mayLiveUntil(owner, null)).toEqual({ ok: true });
  });
});
