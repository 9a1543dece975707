import { unique } from "../../../api/testing/world";
import { formatMrn } from "../../../mrn";
import { organization, space, containerIn, token, mutation, byMrn } from "./documents";
import type { GraphqlOperation } from "./operation";

export const TOKENS: readonly GraphqlOperation[] = [
  {
    name: "apiTokens",
    action: "token.read",
    of: "reach",
    issuer: "allowed",
    rest: "listTokens",
    document: () => ({ query: "{ apiTokens { totalCount } }", variables: {} }),
  },
  {
    name: "apiTokens (of a space)",
    action: "token.read",
    of: "space",
    issuer: "allowed",
    rest: "listTokens (of a space)",
    document: (place) => ({
      query: "query ($scopeMrn: String) { apiTokens(scopeMrn: $scopeMrn) { totalCount } }",
      variables: { scopeMrn: space(place) },
    }),
  },
  {
    name: "apiTokens (organization-wide)",
    action: "token.read",
    of: "wide",
    issuer: "allowed",
    document: (place) => ({
      query: "query ($scopeMrn: String) { apiTokens(scopeMrn: $scopeMrn) { totalCount } }",
      variables: { scopeMrn: organization(place) },
    }),
  },
  {
    name: "apiToken",
    action: "token.read",
    of: "space",
    rest: "getToken",
    document: async (place) => byMrn("apiToken", await token(place)),
  },
  {
    name: "apiToken (organization-wide)",
    action: "token.read",
    of: "wide",
    rest: "getToken (organization-wide)",
    document: async (place) => byMrn("apiToken", await token(place, true)),
  },
  {
    name: "generateAPIToken",
    action: "token.write",
    of: "space",
    issuer: "permission_not_grantable",
    rest: "createToken",
    document: (place) =>
      mutation("generateAPIToken", "GenerateAPITokenInput!", "{ mrn }", { name: unique(), scopeMrn: space(place) }),
  },
  {
    name: "generateAPIToken (organization-wide)",
    action: "token.write",
    of: "wide",
    issuer: "permission_not_grantable",
    document: (place) =>
      mutation("generateAPIToken", "GenerateAPITokenInput!", "{ mrn }", {
        name: unique(),
        scopeMrn: organization(place),
      }),
  },
  {
    name: "updateAPIToken",
    action: "token.write",
    of: "space",
    rest: "updateToken",
    document: async (place) =>
      mutation("updateAPIToken", "UpdateAPITokenInput!", "{ mrn }", { mrn: await token(place), description: unique() }),
  },
  {
    name: "rotateAPIToken",
    action: "token.write",
    of: "space",
    rest: "rotateToken",
    document: async (place) =>
      mutation("rotateAPIToken", "RotateAPITokenInput!", "{ mrn }", { mrn: await token(place) }),
  },
  {
    name: "deleteAPIToken",
    action: "token.write",
    of: "space",
    rest: "revokeToken",
    document: async (place) =>
      mutation("deleteAPIToken", "DeleteAPITokenInput!", "{ mrn }", { mrn: await token(place) }),
  },
  {
    name: "deleteAPIToken (organization-wide)",
    action: "token.write",
    of: "wide",
    rest: "revokeToken (organization-wide)",
    document: async (place) =>
      mutation("deleteAPIToken", "DeleteAPITokenInput!", "{ mrn }", { mrn: await token(place, true) }),
  },
  {
    name: "getRoles",
    action: "token.read",
    of: "space",
    rest: "getToken",
    document: async (place) => ({
      query:
        "query ($identity: String!, $scopeMrn: String!) { getRoles" +
        "(identity: $identity, scopeMrn: $scopeMrn) { roles } }",
      variables: { identity: await token(place), scopeMrn: space(place) },
    }),
  },
  {
    name: "setRoles",
    action: "token.write",
    of: "space",
    rest: "setTokenPermissions",
    document: async (place) =>
      mutation("setRoles", "SetRolesInput!", "{ mrns }", {
        scopeMrn: space(place),
        updates: [{ entityMrn: await token(place), roles: [{ mrn: "agent" }] }],
      }),
  },
  {
    name: "setAPITokenGrants",
    action: "token.write",
    of: "space",
    rest: "setTokenGrants",
    document: async (place) =>
      mutation("setAPITokenGrants", "SetAPITokenGrantsInput!", "{ grants { api scopes } }", {
        mrn: await token(place),
        grants: [],
      }),
  },
  {
    name: "setAPITokenLimits",
    action: "token.write",
    of: "space",
    rest: "setTokenLimits",
    document: async (place) =>
      mutation("setAPITokenLimits", "SetAPITokenLimitsInput!", "{ limits { networks notBefore } }", {
        mrn: await token(place),
        limits: { networks: ["192.0.2.0/24"] },
      }),
  },
  {
    name: "setAPITokenIssues",
    action: "issuer.write",
    of: "wide",
    rest: "setTokenIssues",
    document: async (place) => {
      const { tokenId: id, api } = await place.issuer();
      const mrn = formatMrn({ kind: "apitoken", container: containerIn(place, true), id });
      return mutation("setAPITokenIssues", "SetAPITokenIssuesInput!", "{ issues { api scopes } }", {
        mrn,
        issues: [{ api }],
      });
    },
  },
  {
    name: "setAPITokenVerifies",
    action: "verifier.write",
    of: "wide",
    rest: "setTokenVerifies",
    document: async (place) => {
      const { tokenId: id, api } = await place.verifier();
      const mrn = formatMrn({ kind: "apitoken", container: containerIn(place, true), id });
      return mutation("setAPITokenVerifies", "SetAPITokenVerifiesInput!", "{ verifies }", { mrn, verifies: [api] });
    },
  },
  {
    name: "revokeAPITokenIssued",
    action: "token.write",
    of: "wide",
    issuer: "insufficient_scope",
    rest: "revokeIssuedTokens",
    document: async (place) => ({
      query: "mutation ($mrn: String!) { revokeAPITokenIssued(mrn: $mrn) }",
      variables: { mrn: await token(place, true) },
    }),
  },
  {
    name: "apiTokenSubjectLimits",
    action: "token.read",
    of: "organization",
    issuer: "insufficient_scope",
    rest: "getSubjectLimits",
    document: () => ({
      query: "query ($subject: String!) { apiTokenSubjectLimits(subject: $subject) { networks notBefore } }",
      variables: { subject: "customer-1" },
    }),
  },
  {
    name: "setAPITokenSubjectLimits",
    action: "token.write",
    of: "organization",
    issuer: "insufficient_scope",
    rest: "setSubjectLimits",
    document: () => ({
      query:
        "mutation ($subject: String!, $limits: APITokenLimitsInput!) " +
        "{ setAPITokenSubjectLimits(subject: $subject, limits: $limits) { networks } }",
      variables: { subject: "customer-1", limits: { networks: ["192.0.2.0/24"] } },
    }),
  },
  {
    name: "revokeAPITokenSubject",
    action: "token.write",
    of: "organization",
    issuer: "insufficient_scope",
    rest: "revokeSubject",
    document: () => ({
      query: "mutation ($subject: String!) { revokeAPITokenSubject(subject: $subject) }",
      variables: { subject: "customer-1" },
    }),
  },
  {
    name: "usage",
    action: "token.read",
    of: "organization",
    issuer: "insufficient_scope",
    rest: "listUsage",
    document: () => ({
      query: "query ($from: String!, $to: String!) { usage(by: TOKEN, from: $from, to: $to) { totalCount } }",
      variables: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" },
    }),
  },
  {
    name: "auditlog",
    action: "audit.read",
    of: "wide",
    document: (place) => ({
      query: "query ($resourceMrn: String!) { auditlog(resourceMrn: $resourceMrn) { totalCount } }",
      variables: { resourceMrn: organization(place) },
    }),
  },
  {
    name: "auditlog (of a space)",
    action: "audit.read",
    of: "space",
    document: (place) => ({
      query: "query ($resourceMrn: String!) { auditlog(resourceMrn: $resourceMrn) { totalCount } }",
      variables: { resourceMrn: space(place) },
    }),
  },
];
