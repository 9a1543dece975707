import { describe, expect, test } from "vitest";
import type { TokenActor } from "../access/authorization/actor";
import { ACTIONS, PERMISSIONS, ruleOf, type Action, type Permission } from "../access/authorization/permissions";
import { meets, meetsPermission } from "./demand";

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
    "verifier.write",
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

describe("a demand for a permission", () => {
  /** The permissions that allow all that the demanded one allows, besides itself. */
  const ALSO_MET_BY: Record<Permission, readonly Permission[]> = {
    viewer: ["editor", "owner"],
    editor: ["owner"],
    owner: [],
    agent: [],
    verifier: [],
    issuer: ["editor", "owner"],
  };
  const cells = PERMISSIONS.flatMap((demanded) => PERMISSIONS.map((held) => ({ demanded, held })));

  test.each(cells)("for $demanded is met by $held only if that allows as much", ({ demanded, held }) => {
    const met = held === demanded || ALSO_MET_BY[demanded].includes(held);
    expect(meetsPermission([held], demanded)).toBe(met);
  });

  test.each(PERMISSIONS)("for %s is not met by a token without permissions", (demanded) => {
    expect(meetsPermission([], demanded)).toBe(false);
  });
});
