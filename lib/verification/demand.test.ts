import { describe, expect, test } from "vitest";
import type { TokenActor } from "../access/authorization/actor";
import { ACTIONS, ruleOf, type Action } from "../access/authorization/permissions";
import { meets } from "./demand";

const token = (spaceId: string | null): TokenActor => ({
  kind: "token",
  tokenId: "01900000-0000-7000-8000-000000000001",
  name: "Gateway's client",
  organizationId: "acme",
  spaceAccess: spaceId === null ? { kind: "organization" } : { kind: "space", spaceId },
  permissions: ["owner", "agent", "verifier"],
  expiresAt: null,
  address: null,
});
const ofOrganization = (action: Action) =>
  [
    "organization.update",
    "organization.delete",
    "tokenPolicy.write",
    "space.create",
    "member.read",
    "member.write",
    "api.read",
    "api.write",
    "issuer.write",
  ].includes(action);

describe.each(ACTIONS)("a demand for %s", (action) => {
  test("is met by an organization-wide token with the permission, in any space", () => {
    expect([
      meets(token(null), { permission: action }),
      meets(token(null), { permission: action, resource: "lab" }),
    ]).toEqual([true, true]);
  });

  test("is met by a token of one space in that space only, and never for the organization", () => {
    const expected = !ofOrganization(action);
    expect([
      meets(token("lab"), { permission: action }),
      meets(token("lab"), { permission: action, resource: "lab" }),
    ]).toEqual([expected, expected]);
    expect([
      meets(token("lab"), { permission: action, resource: "other" }),
      meets(token("lab"), { permission: action, resource: "acme" }),
    ]).toEqual([false, false]);
  });

  test("applies to the organization if the permission table says so", () => {
    expect(ruleOf(action).level === "organization").toBe(ofOrganization(action));
  });
});
