import { unique } from "../world";
import { v1, get, remove, type Operation } from "./operation";

export const TOKENS: readonly Operation[] = [
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
    name: "setTokenLimits",
    action: "token.write",
    of: "space",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/tokens/${await place.token()}/limits`),
      body: { limits: { networks: ["192.0.2.0/24"] } },
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
    name: "getSubjectLimits",
    action: "token.read",
    of: "organization",
    issuer: "insufficient_scope",
    success: 200,
    request: () => get("/subjects/customer-1/limits"),
  },
  {
    name: "setSubjectLimits",
    action: "token.write",
    of: "organization",
    issuer: "insufficient_scope",
    success: 200,
    request: () => ({
      method: "PUT",
      path: v1("/subjects/customer-1/limits"),
      body: { limits: { networks: ["192.0.2.0/24"] } },
    }),
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
