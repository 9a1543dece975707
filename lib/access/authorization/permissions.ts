/**
 * The permission table. Checkboxes, help texts, OpenAPI, GraphQL and the test matrix derive from it.
 * permissions.test.ts has the same table as text.
 */
export const PERMISSIONS = ["viewer", "editor", "owner", "agent", "verifier", "issuer"] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["super_admin", "admin", "member"] as const;
export type Role = (typeof ROLES)[number];

/** The equivalent permission of each role. */
export const ROLE_ACTS_AS = { super_admin: "owner", admin: "editor", member: "viewer" } as const satisfies Record<
  Role,
  Permission
>;

/** Roles that see the admin dashboard. */
export const ADMINISTRATORS: readonly Role[] = ["super_admin", "admin"];

/** `brief`: the name, id and code only. `issued`: only what concerns scopes that the Issuer's `issues` names. */
export type Grant = "full" | "brief" | "issued";

interface Rule {
  /** The grant of each permission. A missing permission is denied. */
  readonly grants: Partial<Record<Permission, Grant>>;
  /**
   * How a token for one space may use resources of the whole organization: `brief` and `visible` allow the action,
   * `refused` is 403 (the resource is visible), `hidden` is 404.
   */
  readonly ofOrganization: "brief" | "visible" | "refused" | "hidden";
  /** The action is about the organization only. A token for one space never has it. */
  readonly level?: "organization";
}

const readers = { viewer: "full", editor: "full", owner: "full" } as const;
const writers = { editor: "full", owner: "full" } as const;
const owners = { owner: "full" } as const;

export const TABLE = {
  "organization.read": { grants: { ...readers, agent: "brief" }, ofOrganization: "brief" },
  "organization.update": { grants: writers, ofOrganization: "refused", level: "organization" },
  "organization.delete": { grants: owners, ofOrganization: "refused", level: "organization" },
  "tokenPolicy.write": { grants: owners, ofOrganization: "refused", level: "organization" },
  "space.read": { grants: { ...readers, agent: "brief" }, ofOrganization: "hidden" },
  "space.create": { grants: writers, ofOrganization: "refused", level: "organization" },
  "space.update": { grants: writers, ofOrganization: "hidden" },
  "space.delete": { grants: owners, ofOrganization: "hidden" },
  "policy.read": { grants: { ...readers, agent: "full" }, ofOrganization: "visible" },
  "policy.write": { grants: writers, ofOrganization: "refused" },
  "querypack.read": { grants: { ...readers, agent: "full" }, ofOrganization: "visible" },
  "querypack.write": { grants: writers, ofOrganization: "refused" },
  "report.read": { grants: readers, ofOrganization: "hidden" },
  "report.write": { grants: { agent: "full" }, ofOrganization: "hidden" },
  "report.delete": { grants: writers, ofOrganization: "hidden" },
  "asset.read": { grants: readers, ofOrganization: "hidden" },
  "asset.delete": { grants: writers, ofOrganization: "hidden" },
  "member.read": { grants: readers, ofOrganization: "refused", level: "organization" },
  "member.write": { grants: writers, ofOrganization: "refused", level: "organization" },
  "token.read": { grants: { ...writers, issuer: "issued" }, ofOrganization: "hidden" },
  "token.write": { grants: { ...writers, issuer: "issued" }, ofOrganization: "hidden" },
  "token.verify": { grants: { verifier: "full" }, ofOrganization: "visible" },
  "api.read": { grants: { ...readers, issuer: "issued" }, ofOrganization: "refused", level: "organization" },
  "api.write": { grants: writers, ofOrganization: "refused", level: "organization" },
  "issuer.write": { grants: owners, ofOrganization: "refused", level: "organization" },
  "verifier.write": { grants: owners, ofOrganization: "refused", level: "organization" },
  "audit.read": { grants: writers, ofOrganization: "hidden" },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof TABLE;
export const ACTIONS = Object.keys(TABLE) as Action[];

/** Which permissions each permission can grant. */
export const GRANTABLE = {
  viewer: [],
  editor: ["viewer", "editor", "agent"],
  owner: ["viewer", "editor", "owner", "agent", "verifier", "issuer"],
  agent: [],
  verifier: [],
  issuer: [],
} as const satisfies Record<Permission, readonly Permission[]>;

/**
 * The permissions that can grant scopes of the organization's APIs, an Issuer only those that it names. A token for one
 * space grants none.
 */
export const GRANTS_SCOPES: readonly Permission[] = ["editor", "owner", "issuer"];

/** The rule of an action, typed so that missing grants can be read. */
export function ruleOf(action: Action): Rule {
  return TABLE[action];
}

/** The permissions that allow `action`, for the `scope` attribute of RFC 6750 section 3. */
export function permissionsFor(action: Action): Permission[] {
  return PERMISSIONS.filter((permission) => ruleOf(action).grants[permission] !== undefined);
}

/** The same without Issuer, which allows an action to tokens with scopes of its APIs only. */
export function permissionsForAnyToken(action: Action): Permission[] {
  return PERMISSIONS.filter((permission) => !["issued", undefined].includes(ruleOf(action).grants[permission]));
}
