import type { Action } from "../../access/authorization/permissions";
import { smallBundle } from "../../content/testing";
import type { SentRequest } from "./call";
import { reportOn, unique, type TestTenant } from "./world";

/** A client's call of an operation. */
export interface TestRequest extends SentRequest {
  readonly method: string;
  readonly path: string;
}

/**
 * An operation of the token API, for tests generated from the permission table. Every surface must respond according to
 * the table.
 */
export interface Operation {
  /** As in the OpenAPI document. If an operation is tested in two ways, a note follows in brackets. */
  readonly name: string;
  readonly action: Action;
  /**
   * The owner of its target. `space`: the tenant's space. `wide`: the tenant's organization, named in the path.
   * `organization`: the caller's, without a name. `reach`: everything that the caller may access.
   */
  readonly of: "space" | "wide" | "organization" | "reach";
  /** Whether the grant “brief” is not enough. */
  readonly full?: boolean;
  /** Whether it destroys the fixtures, so that it needs its own. */
  readonly fatal?: boolean;
  /** What an Issuer gets in its own organization, if the table gives it the action. Left out: `not_found`. */
  readonly issuer?: "allowed" | "insufficient_scope" | "permission_not_grantable";
  readonly success: number;
  /** Creates what it needs in the tenant, and returns the call. */
  readonly request: (place: TestTenant) => TestRequest | Promise<TestRequest>;
}

const yaml = { "content-type": "application/yaml" };
const json = { "content-type": "application/json" };
const v1 = (path: string): string => `/api/v1${path}`;
const get = (path: string): TestRequest => ({ method: "GET", path: v1(path) });
const remove = (path: string): TestRequest => ({ method: "DELETE", path: v1(path) });
const policies = () => smallBundle({ policies: [`p-${unique()}`] });
const packs = () => smallBundle({ packs: [`q-${unique()}`] });

const SPACES: readonly Operation[] = [
  {
    name: "getOrganization",
    action: "organization.read",
    of: "organization",
    success: 200,
    request: () => get("/organization"),
  },
  {
    name: "getOrganizationCompatibly",
    action: "organization.read",
    of: "organization",
    success: 200,
    request: () => ({ method: "GET", path: "/airmdrapi/organization" }),
  },
  {
    name: "getOrganizationSettings",
    action: "organization.read",
    of: "organization",
    full: true,
    success: 200,
    request: () => get("/organization/settings"),
  },
  {
    name: "updateOrganization",
    action: "organization.update",
    of: "organization",
    success: 200,
    request: () => ({ method: "PATCH", path: v1("/organization"), body: { company: unique() } }),
  },
  {
    name: "updateOrganization [token policy]",
    action: "tokenPolicy.write",
    of: "organization",
    success: 200,
    request: () => ({
      method: "PATCH",
      path: v1("/organization"),
      body: { tokenRequestsPerMinute: 500_000 + Math.floor(Math.random() * 500_000) },
    }),
  },
  {
    name: "previewTokenPolicy",
    action: "tokenPolicy.write",
    of: "organization",
    success: 200,
    request: () => get("/organization/token-policy-preview?tokenMaxLifetimeDays=30"),
  },
  {
    name: "deleteOrganization",
    action: "organization.delete",
    of: "organization",
    fatal: true,
    success: 204,
    request: () => remove("/organization"),
  },
  { name: "listSpaces", action: "space.read", of: "reach", success: 200, request: () => get("/spaces") },
  {
    name: "createSpace",
    action: "space.create",
    of: "organization",
    success: 201,
    request: () => ({ method: "POST", path: v1("/spaces"), body: { name: "Another" } }),
  },
  {
    name: "getSpace",
    action: "space.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}`),
  },
  {
    name: "updateSpace",
    action: "space.update",
    of: "space",
    success: 200,
    request: ({ spaceId }) => ({ method: "PATCH", path: v1(`/spaces/${spaceId}`), body: { description: unique() } }),
  },
  {
    name: "deleteSpace",
    action: "space.delete",
    of: "space",
    fatal: true,
    success: 204,
    request: ({ spaceId }) => remove(`/spaces/${spaceId}`),
  },
];

const CONTENT: readonly Operation[] = [
  {
    name: "listPolicies",
    action: "policy.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/policies`),
  },
  {
    name: "listOrganizationPolicies",
    action: "policy.read",
    of: "organization",
    success: 200,
    request: () => get("/organization/policies"),
  },
  {
    name: "uploadPolicies",
    action: "policy.write",
    of: "space",
    success: 201,
    request: ({ spaceId }) => ({
      method: "POST",
      path: v1(`/spaces/${spaceId}/policies`),
      body: policies(),
      headers: yaml,
    }),
  },
  {
    name: "uploadPolicies (JSON)",
    action: "policy.write",
    of: "space",
    success: 201,
    request: ({ spaceId }) => ({
      method: "POST",
      path: v1(`/spaces/${spaceId}/policies`),
      body: { yaml: Buffer.from(policies()).toString() },
    }),
  },
  {
    name: "uploadOrganizationPolicies",
    action: "policy.write",
    of: "organization",
    success: 201,
    request: () => ({ method: "POST", path: v1("/organization/policies"), body: policies(), headers: yaml }),
  },
  {
    name: "getPolicy",
    action: "policy.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/policies/${await place.policy()}`),
  },
  {
    name: "getPolicy (organization-wide)",
    action: "policy.read",
    of: "wide",
    success: 200,
    request: async (place) => get(`/policies/${await place.policy(true)}`),
  },
  {
    name: "downloadPolicy",
    action: "policy.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/policies/${await place.policy()}/bundle`),
  },
  {
    name: "deletePolicy",
    action: "policy.write",
    of: "space",
    success: 204,
    request: async (place) => remove(`/policies/${await place.policy()}`),
  },
  {
    name: "deletePolicy (organization-wide)",
    action: "policy.write",
    of: "wide",
    success: 204,
    request: async (place) => remove(`/policies/${await place.policy(true)}`),
  },
  {
    name: "listPolicyAssignments",
    action: "policy.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/policy-assignments`),
  },
  {
    name: "assignPolicies",
    action: "policy.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "POST",
      path: v1(`/spaces/${place.spaceId}/policy-assignments`),
      body: { ids: [await place.policy()], action: "ACTIVE" },
    }),
  },
  {
    name: "assignPolicy",
    action: "policy.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/spaces/${place.spaceId}/policy-assignments/${await place.policy()}`),
      body: { action: "IGNORE" },
    }),
  },
  {
    name: "unassignPolicy",
    action: "policy.write",
    of: "space",
    success: 204,
    request: async (place) => remove(`/spaces/${place.spaceId}/policy-assignments/${await place.policy()}`),
  },
  {
    name: "listQueryPacks",
    action: "querypack.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/querypacks`),
  },
  {
    name: "listOrganizationQueryPacks",
    action: "querypack.read",
    of: "organization",
    success: 200,
    request: () => get("/organization/querypacks"),
  },
  {
    name: "uploadQueryPacks",
    action: "querypack.write",
    of: "space",
    success: 201,
    request: ({ spaceId }) => ({
      method: "POST",
      path: v1(`/spaces/${spaceId}/querypacks`),
      body: packs(),
      headers: yaml,
    }),
  },
  {
    name: "uploadOrganizationQueryPacks",
    action: "querypack.write",
    of: "organization",
    success: 201,
    request: () => ({ method: "POST", path: v1("/organization/querypacks"), body: packs(), headers: yaml }),
  },
  {
    name: "getQueryPack",
    action: "querypack.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/querypacks/${await place.querypack()}`),
  },
  {
    name: "getQueryPack (organization-wide)",
    action: "querypack.read",
    of: "wide",
    success: 200,
    request: async (place) => get(`/querypacks/${await place.querypack(true)}`),
  },
  {
    name: "downloadQueryPack",
    action: "querypack.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/querypacks/${await place.querypack()}/bundle`),
  },
  {
    name: "deleteQueryPack",
    action: "querypack.write",
    of: "space",
    success: 204,
    request: async (place) => remove(`/querypacks/${await place.querypack()}`),
  },
  {
    name: "deleteQueryPack (organization-wide)",
    action: "querypack.write",
    of: "wide",
    success: 204,
    request: async (place) => remove(`/querypacks/${await place.querypack(true)}`),
  },
  {
    name: "listQueryPackAssignments",
    action: "querypack.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/querypack-assignments`),
  },
  {
    name: "assignQueryPacks",
    action: "querypack.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "POST",
      path: v1(`/spaces/${place.spaceId}/querypack-assignments`),
      body: { ids: [await place.querypack()], action: "ACTIVE" },
    }),
  },
  {
    name: "assignQueryPack",
    action: "querypack.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/spaces/${place.spaceId}/querypack-assignments/${await place.querypack()}`),
      body: { action: "ACTIVE" },
    }),
  },
  {
    name: "unassignQueryPack",
    action: "querypack.write",
    of: "space",
    success: 204,
    request: async (place) => remove(`/spaces/${place.spaceId}/querypack-assignments/${await place.querypack()}`),
  },
];

const REPORTS: readonly Operation[] = [
  {
    name: "postReport",
    action: "report.write",
    of: "space",
    success: 201,
    request: ({ spaceId }) => ({
      method: "POST",
      path: v1(`/spaces/${spaceId}/reports`),
      body: reportOn(`//a/${unique()}`),
      headers: json,
    }),
  },
  {
    name: "listReports",
    action: "report.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/reports`),
  },
  {
    name: "getReport",
    action: "report.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/reports/${await place.report()}`),
  },
  {
    name: "deleteReport",
    action: "report.delete",
    of: "space",
    success: 204,
    request: async (place) => remove(`/reports/${await place.report()}`),
  },
  {
    name: "listAssets",
    action: "asset.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/assets`),
  },
  {
    name: "getAsset",
    action: "asset.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/assets/${await place.asset()}`),
  },
  {
    name: "getAssetReport",
    action: "report.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/assets/${await place.asset()}/report`),
  },
  {
    name: "deleteAsset",
    action: "asset.delete",
    of: "space",
    success: 204,
    request: async (place) => remove(`/assets/${await place.asset()}`),
  },
];

const TOKENS: readonly Operation[] = [
  {
    name: "listTokens",
    action: "token.read",
    of: "reach",
    issuer: "allowed",
    success: 200,
    request: () => get("/tokens"),
  },
  {
    name: "listTokens (of a space)",
    action: "token.read",
    of: "space",
    issuer: "allowed",
    success: 200,
    request: ({ spaceId }) => get(`/tokens?spaceAccess=${spaceId}`),
  },
  {
    name: "createToken",
    action: "token.write",
    of: "space",
    issuer: "permission_not_grantable",
    success: 201,
    request: ({ spaceId }) => ({ method: "POST", path: v1("/tokens"), body: { name: unique(), spaceId } }),
  },
  {
    name: "createToken (organization-wide)",
    action: "token.write",
    of: "organization",
    issuer: "permission_not_grantable",
    success: 201,
    request: () => ({ method: "POST", path: v1("/tokens"), body: { name: unique(), spaceId: null } }),
  },
  {
    name: "getToken",
    action: "token.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/tokens/${await place.token()}`),
  },
  {
    name: "getToken (organization-wide)",
    action: "token.read",
    of: "wide",
    success: 200,
    request: async (place) => get(`/tokens/${await place.token(true)}`),
  },
  {
    name: "updateToken",
    action: "token.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "PATCH",
      path: v1(`/tokens/${await place.token()}`),
      body: { description: unique() },
    }),
  },
  {
    name: "setTokenPermissions",
    action: "token.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/tokens/${await place.token()}/permissions`),
      body: { permissions: ["agent"] },
    }),
  },
  {
    name: "setTokenGrants",
    action: "token.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/tokens/${await place.token()}/grants`),
      body: { grants: [] },
    }),
  },
  {
    name: "listSubjectTokens",
    action: "token.read",
    of: "reach",
    issuer: "allowed",
    success: 200,
    request: () => get("/subjects/customer-1/tokens"),
  },
  {
    name: "revokeSubject",
    action: "token.write",
    of: "organization",
    issuer: "insufficient_scope",
    success: 200,
    request: () => ({ method: "POST", path: v1("/subjects/customer-1/revoke") }),
  },
  {
    name: "setTokenIssues",
    action: "issuer.write",
    of: "wide",
    success: 200,
    request: async (place) => {
      const { tokenId, api } = await place.issuer();
      return { method: "PUT", path: v1(`/tokens/${tokenId}/issues`), body: { issues: [{ api }] } };
    },
  },
  {
    name: "setTokenVerifies",
    action: "verifier.write",
    of: "wide",
    success: 200,
    request: async (place) => {
      const { tokenId, api } = await place.verifier();
      return { method: "PUT", path: v1(`/tokens/${tokenId}/verifies`), body: { verifies: [api] } };
    },
  },
  {
    name: "revokeIssuedTokens",
    action: "token.write",
    of: "wide",
    issuer: "insufficient_scope",
    success: 200,
    request: async (place) => ({ method: "POST", path: v1(`/tokens/${await place.token(true)}/revoke-issued`) }),
  },
  {
    name: "rotateToken",
    action: "token.write",
    of: "space",
    success: 200,
    request: async (place) => ({ method: "POST", path: v1(`/tokens/${await place.token()}/rotate`) }),
  },
  {
    name: "revokeToken",
    action: "token.write",
    of: "space",
    success: 204,
    request: async (place) => remove(`/tokens/${await place.token()}`),
  },
  {
    name: "revokeToken (organization-wide)",
    action: "token.write",
    of: "wide",
    success: 204,
    request: async (place) => remove(`/tokens/${await place.token(true)}`),
  },
  { name: "listMembers", action: "member.read", of: "organization", success: 200, request: () => get("/members") },
  {
    name: "getMember",
    action: "member.read",
    of: "organization",
    success: 200,
    request: ({ userId }) => get(`/members/${userId}`),
  },
  { name: "listAuditEvents", action: "audit.read", of: "reach", success: 200, request: () => get("/audit-events") },
];

const APIS: readonly Operation[] = [
  {
    name: "listApis",
    action: "api.read",
    of: "organization",
    issuer: "allowed",
    success: 200,
    request: () => get("/apis"),
  },
  {
    name: "createApi",
    action: "api.write",
    of: "organization",
    success: 201,
    request: () => ({
      method: "POST",
      path: v1("/apis"),
      body: { identifier: `https://${unique()}.example.com`, name: "Invoices", scopes: [{ name: "invoices:read" }] },
    }),
  },
  {
    name: "getApi",
    action: "api.read",
    of: "wide",
    success: 200,
    request: async (place) => get(`/apis/${await place.api()}`),
  },
  {
    name: "updateApi",
    action: "api.write",
    of: "wide",
    success: 200,
    request: async (place) => ({
      method: "PATCH",
      path: v1(`/apis/${await place.api()}`),
      body: { description: unique() },
    }),
  },
  {
    name: "setApiScopes",
    action: "api.write",
    of: "wide",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/apis/${await place.api()}/scopes`),
      body: { scopes: [{ name: unique() }] },
    }),
  },
  {
    name: "deleteApi",
    action: "api.write",
    of: "wide",
    success: 204,
    request: async (place) => remove(`/apis/${await place.api()}`),
  },
];

/** All operations in the permission table. */
export const OPERATIONS: readonly Operation[] = [...SPACES, ...CONTENT, ...REPORTS, ...TOKENS, ...APIS];

/** The operation's id in the OpenAPI document. */
export const idOf = ({ name }: Operation): string => name.split(" ")[0] ?? name;
