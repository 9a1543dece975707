import { describe, expect, test } from "vitest";
import { tokenActor } from "@/tools/testing/actors";
import type { UserActor } from "./actor";
import { decide, type Decision } from "./decide";
import {
  ACTIONS,
  PERMISSIONS,
  ROLE_ACTS_AS,
  ROLES,
  ruleOf,
  type Action,
  type Permission,
  type Role,
} from "./permissions";

const OWN = { organizationId: "acme-org", spaceId: "space-one" };
const OTHER_SPACE = { organizationId: "acme-org", spaceId: "space-two" };
const WHOLE = { organizationId: "acme-org", spaceId: null };
const FOREIGN = { organizationId: "globex-org", spaceId: "space-one" };

/** The outcome as one word. */
function outcome(decision: Decision): string {
  return decision.ok ? decision.detail : decision.reason;
}

/** The expected outcome for a target inside the token's space access. */
function tabled(action: Action, permission: Permission): string {
  const grant = ruleOf(action).grants[permission] ?? "insufficient_scope";
  return grant === "issued" ? "insufficient_scope" : grant; // these targets say nothing of scopes
}

/** The expected outcome for resources of the organization, for a token of one space. */
function tabledOfOrganization(action: Action, permission: Permission): string {
  const { ofOrganization } = ruleOf(action);
  if (ofOrganization === "hidden") return "not_found";
  if (ofOrganization === "refused") return "insufficient_scope";
  const granted = tabled(action, permission);
  return granted === "full" && ofOrganization === "brief" ? "brief" : granted;
}

const cells = ACTIONS.flatMap((action) => PERMISSIONS.map((permission) => ({ action, permission })));

describe.each(cells)("$permission, $action", ({ action, permission }) => {
  const wide = tokenActor("acme-org", [permission]);
  const narrow = tokenActor("acme-org", [permission], "space-one");

  test("an organization-wide token has its permissions in the organization and in each space", () => {
    expect([WHOLE, OWN, OTHER_SPACE].map((target) => outcome(decide(wide, action, target)))).toEqual(
      Array(3).fill(tabled(action, permission)),
    );
  });

  test("a token for one space has its permissions there", () => {
    expect(outcome(decide(narrow, action, OWN))).toBe(tabled(action, permission));
  });

  test("another space is not found", () => {
    expect(decide(narrow, action, OTHER_SPACE)).toEqual({ ok: false, reason: "not_found" });
  });

  test("resources of the organization follow the permission table", () => {
    expect(outcome(decide(narrow, action, WHOLE))).toBe(tabledOfOrganization(action, permission));
  });

  test("another organization is not found for either token", () => {
    for (const actor of [wide, narrow]) {
      expect(decide(actor, action, FOREIGN)).toEqual({ ok: false, reason: "not_found" });
      expect(decide(actor, action, { ...FOREIGN, spaceId: null })).toEqual({ ok: false, reason: "not_found" });
    }
  });
});

describe("users", () => {
  const person = (role: Role): UserActor => ({
    kind: "user",
    userId: "u",
    sessionId: "s",
    name: "Ada",
    email: "ada@example.com",
    organizationId: "acme-org",
    role,
    address: null,
  });

  test.each(ACTIONS.flatMap((action) => ROLES.map((role) => ({ action, role }))))(
    "$role, $action: like the equivalent permission",
    ({ action, role }) => {
      expect(outcome(decide(person(role), action, OWN))).toBe(tabled(action, ROLE_ACTS_AS[role]));
      expect(outcome(decide(person(role), action, WHOLE))).toBe(tabled(action, ROLE_ACTS_AS[role]));
      expect(outcome(decide(person(role), action, FOREIGN))).toBe("not_found");
    },
  );
});

test("several permissions add up", () => {
  const actor = tokenActor("acme-org", ["viewer", "agent"]);
  expect(outcome(decide(actor, "report.write", OWN))).toBe("full");
  expect(outcome(decide(actor, "organization.read", WHOLE))).toBe("full");
});

test("no permissions allow nothing", () => {
  const actor = tokenActor("acme-org", []);
  for (const action of ACTIONS) expect(outcome(decide(actor, action, OWN))).toBe("insufficient_scope");
});

test("a refusal names every permission that would allow the action to this target", () => {
  const refused = (permissions: readonly Permission[]) => ({
    ok: false,
    reason: "insufficient_scope",
    detail: { action: "token.write", permissions },
  });
  const holds = { permissions: [], grants: [{ api: "urn:acme:billing", scopes: ["read"] }] };
  const viewer = tokenActor("acme-org", ["viewer"]);
  expect(decide(viewer, "token.write", { ...WHOLE, holds })).toEqual(refused(["editor", "owner", "issuer"]));
  for (const permission of ["viewer", "issuer"] as const)
    expect(decide(tokenActor("acme-org", [permission]), "token.write", WHOLE)).toEqual(refused(["editor", "owner"]));
});
