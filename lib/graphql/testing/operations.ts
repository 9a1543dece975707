import { WHOLE_ORGANIZATION, type TokenActor } from "../../access/authorization/actor";
import type { Action } from "../../access/authorization/permissions";
import { smallBundle } from "../../content/testing";
import { reportOn, unique, type TestTenant } from "../../api/testing/world";
import { formatMrn, mrnContainer } from "../../mrn";
import { getPolicy } from "../../content/policy-queries";
import { getQueryPack } from "../../content/querypack-queries";

/** The body of a request. */
export interface TestDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An operation of GraphQL, for tests generated from the permission table. */
export interface GraphqlOperation {
  /** The name of the root field. If an operation is tested in two ways, a note follows in brackets. */
  readonly name: string;
  readonly action: Action;
  /** As for REST. `wide` is everything of the organization that is named in the input, including itself. */
  readonly of: "space" | "wide" | "organization" | "reach";
  readonly fatal?: boolean;
  /** As for REST. */
  readonly issuer?: "allowed" | "insufficient_scope" | "permission_not_grantable";
  /** The REST operation that must have the same outcome, if any. */
  readonly rest?: string;
  readonly document: (place: TestTenant) => TestDocument | Promise<TestDocument>;
}

const organization = ({ organizationId: id }: TestTenant): string => formatMrn({ kind: "organization", id });
const space = ({ spaceId: id }: TestTenant): string => formatMrn({ kind: "space", id });
const containerIn = (place: TestTenant, wide: boolean) =>
  mrnContainer(place.organizationId, wide ? null : place.spaceId);

/** An actor that can read the MRNs of the tenant's resources. */
function reader({ organizationId, userId: tokenId }: TestTenant): TokenActor {
  return {
    kind: "token",
    tokenId,
    name: "Reader",
    organizationId,
    spaceAccess: WHOLE_ORGANIZATION,
    permissions: ["viewer"],
    expiresAt: null,
    address: null,
  };
}

async function policy(place: TestTenant, wide = false): Promise<string> {
  const found = await getPolicy(reader(place), await place.policy(wide));
  return found.ok ? found.item.mrn : found.reason;
}

async function querypack(place: TestTenant, wide = false): Promise<string> {
  const found = await getQueryPack(reader(place), await place.querypack(wide));
  return found.ok ? found.item.mrn : found.reason;
}

const token = async (place: TestTenant, wide = false): Promise<string> =>
  formatMrn({ kind: "apitoken", container: containerIn(place, wide), id: await place.token(wide) });
const asset = async (place: TestTenant): Promise<string> =>
  formatMrn({ kind: "asset", spaceId: place.spaceId, id: await place.asset() });
const dataurl = (bytes: Uint8Array, type = "application/x-yaml"): string =>
  `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
const bundle = () => dataurl(smallBundle({ policies: [`p-${unique()}`] }));
const packs = () => dataurl(smallBundle({ packs: [`q-${unique()}`] }));

/** A document with one `$input` variable, as clients write them. */
const mutation = (field: string, type: string, selection: string, input: unknown): TestDocument => ({
  query: `mutation ($input: ${type}) { ${field}(input: $input) ${selection} }`,
  variables: { input },
});
const query = (field: string, type: string, selection: string, input: unknown): TestDocument => ({
  ...mutation(field, type, selection, input),
  query: `query ($input: ${type}) { ${field}(input: $input) ${selection} }`,
});
const byMrn = (field: string, mrn: string): TestDocument => ({
  query: `query ($mrn: String!) { ${field}(mrn: $mrn) { mrn name } }`,
  variables: { mrn },
});

const SPACES: readonly GraphqlOperation[] = [
  {
    name: "organization",
    action: "organization.read",
    of: "wide",
    document: (place) => byMrn("organization", organization(place)),
  },
  {
    name: "updateOrganization",
    action: "organization.update",
    of: "wide",
    document: (place) =>
      mutation("updateOrganization", "UpdateOrganizationInput!", "{ organization { mrn } }", {
        mrn: organization(place),
        name: "World",
        company: unique(),
      }),
  },
  {
    name: "updateOrganization [token policy]",
    action: "tokenPolicy.write",
    of: "wide",
    document: (place) =>
      mutation("updateOrganization", "UpdateOrganizationInput!", "{ organization { mrn } }", {
        mrn: organization(place),
        name: "World",
        settings: { tokenRequestsPerMinute: 500_000 + Math.floor(Math.random() * 500_000) },
      }),
  },
  {
    name: "deleteOrganization",
    action: "organization.delete",
    of: "wide",
    fatal: true,
    document: (place) => ({
      query: "mutation ($orgMrn: ID!) { deleteOrganization(orgMrn: $orgMrn) }",
      variables: { orgMrn: organization(place) },
    }),
  },
  {
    name: "createSpace",
    action: "space.create",
    of: "wide",
    document: (place) =>
      mutation("createSpace", "CreateSpaceInput!", "{ mrn }", { name: "Another", orgMrn: organization(place) }),
  },
  {
    name: "space",
    action: "space.read",
    of: "space",
    rest: "getSpace",
    document: (place) => byMrn("space", space(place)),
  },
  {
    name: "updateSpace",
    action: "space.update",
    of: "space",
    rest: "updateSpace",
    document: (place) =>
      mutation("updateSpace", "UpdateSpaceInput!", "{ space { mrn } }", {
        mrn: space(place),
        name: "A space",
        description: unique(),
      }),
  },
  {
    name: "deleteSpace",
    action: "space.delete",
    of: "space",
    fatal: true,
    rest: "deleteSpace",
    document: (place) => ({
      query: "mutation ($spaceMrn: ID!) { deleteSpace(spaceMrn: $spaceMrn) }",
      variables: { spaceMrn: space(place) },
    }),
  },
];

const CONTENT: readonly GraphqlOperation[] = [
  {
    name: "setCustomPolicy",
    action: "policy.write",
    of: "space",
    rest: "uploadPolicies",
    document: (place) =>
      mutation("setCustomPolicy", "[SetCustomPolicyInput!]!", "{ policyMrns }", [
        { dataurl: bundle(), spaceMrn: space(place) },
      ]),
  },
  {
    name: "setCustomPolicy (organization-wide)",
    action: "policy.write",
    of: "wide",
    document: (place) =>
      mutation("setCustomPolicy", "[SetCustomPolicyInput!]!", "{ policyMrns }", {
        dataurl: bundle(),
        scopeMrn: organization(place),
      }),
  },
  {
    name: "setCustomQueryPack",
    action: "querypack.write",
    of: "space",
    rest: "uploadQueryPacks",
    document: (place) =>
      mutation("setCustomQueryPack", "[SetCustomQueryPackInput!]!", "{ queryPackMrns }", [
        { dataurl: packs(), spaceMrn: space(place) },
      ]),
  },
  {
    name: "deleteCustomPolicy",
    action: "policy.write",
    of: "space",
    rest: "deletePolicy",
    document: async (place) =>
      mutation("deleteCustomPolicy", "DeleteCustomPolicyInput!", "{ policyMrn }", { policyMrn: await policy(place) }),
  },
  {
    name: "deleteCustomPolicy (organization-wide)",
    action: "policy.write",
    of: "wide",
    rest: "deletePolicy (organization-wide)",
    document: async (place) =>
      mutation("deleteCustomPolicy", "DeleteCustomPolicyInput!", "{ policyMrn }", {
        policyMrn: await policy(place, true),
      }),
  },
  {
    name: "deleteCustomQueryPack",
    action: "querypack.write",
    of: "space",
    rest: "deleteQueryPack",
    document: async (place) =>
      mutation("deleteCustomQueryPack", "DeleteCustomQueryPackInput!", "{ queryPackMrn }", {
        queryPackMrn: await querypack(place),
      }),
  },
  {
    name: "deleteCustomQueryPack (organization-wide)",
    action: "querypack.write",
    of: "wide",
    rest: "deleteQueryPack (organization-wide)",
    document: async (place) =>
      mutation("deleteCustomQueryPack", "DeleteCustomQueryPackInput!", "{ queryPackMrn }", {
        queryPackMrn: await querypack(place, true),
      }),
  },
  {
    name: "downloadBundle",
    action: "policy.read",
    of: "space",
    rest: "downloadPolicy",
    document: async (place) =>
      query("downloadBundle", "DownloadBundleInput!", "{ ... on PolicyBundleYaml { yaml } }", {
        mrn: await policy(place),
      }),
  },
  {
    name: "downloadBundle (query pack)",
    action: "querypack.read",
    of: "space",
    rest: "downloadQueryPack",
    document: async (place) =>
      query("downloadBundle", "DownloadBundleInput!", "{ ... on PolicyBundleYaml { yaml } }", {
        mrn: await querypack(place),
      }),
  },
  {
    name: "policy",
    action: "policy.read",
    of: "space",
    rest: "getPolicy",
    document: async (place) => query("policy", "PolicyInput!", "{ mrn }", { mrn: await policy(place) }),
  },
  {
    name: "policy (organization-wide)",
    action: "policy.read",
    of: "wide",
    rest: "getPolicy (organization-wide)",
    document: async (place) => query("policy", "PolicyInput!", "{ mrn }", { mrn: await policy(place, true) }),
  },
  {
    name: "content",
    action: "policy.read",
    of: "space",
    rest: "listPolicies",
    document: (place) =>
      query("content", "ContentSearchInput!", "{ totalCount }", { scopeMrn: space(place), catalogType: "ALL" }),
  },
  {
    name: "content (organization-wide)",
    action: "querypack.read",
    of: "wide",
    document: (place) =>
      query("content", "ContentSearchInput!", "{ totalCount }", {
        scopeMrn: organization(place),
        catalogType: "QUERYPACK",
      }),
  },
  {
    name: "activePolicies",
    action: "policy.read",
    of: "space",
    rest: "listPolicyAssignments",
    document: (place) => query("activePolicies", "ActivePoliciesInput!", "{ totalCount }", { scopeMrn: space(place) }),
  },
  {
    name: "assignPolicy",
    action: "policy.write",
    of: "space",
    rest: "assignPolicy",
    document: async (place) =>
      mutation("assignPolicy", "PolicyAssignmentInput!", "", {
        assetMrn: space(place),
        policyMrn: await policy(place),
        action: "ACTIVE",
      }),
  },
  {
    name: "unassignPolicy",
    action: "policy.write",
    of: "space",
    rest: "unassignPolicy",
    document: async (place) =>
      mutation("unassignPolicy", "PolicyAssignmentInput!", "", {
        assetMrn: space(place),
        policyMrns: [await policy(place)],
      }),
  },
  {
    name: "assets",
    action: "asset.read",
    of: "space",
    rest: "listAssets",
    document: (place) => ({
      query: "query ($spaceMrn: String!) { assets(spaceMrn: $spaceMrn) { totalCount } }",
      variables: { spaceMrn: space(place) },
    }),
  },
  {
    name: "asset",
    action: "asset.read",
    of: "space",
    rest: "getAsset",
    document: async (place) => byMrn("asset", await asset(place)),
  },
  {
    name: "reportScanResults",
    action: "report.write",
    of: "space",
    rest: "postReport",
    document: (place) =>
      mutation("reportScanResults", "ReportScanResultsInput!", "{ id }", {
        spaceMrn: space(place),
        dataurl: dataurl(reportOn(`//a/${unique()}`), "application/json"),
      }),
  },
];

const TOKENS: readonly GraphqlOperation[] = [
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

const byId = (kind: "query" | "mutation", field: string, selection: string, id: string): TestDocument => ({
  query: `${kind} ($id: ID!) { ${field}(id: $id) ${selection} }`,
  variables: { id },
});

const APIS: readonly GraphqlOperation[] = [
  {
    name: "apis",
    action: "api.read",
    of: "organization",
    issuer: "allowed",
    rest: "listApis",
    document: () => ({ query: "{ apis(first: 1) { edges { node { id scopeCount } } } }", variables: {} }),
  },
  {
    name: "api",
    action: "api.read",
    of: "wide",
    rest: "getApi",
    document: async (place) => byId("query", "api", "{ identifier }", await place.api()),
  },
  {
    name: "apiScopes",
    action: "api.read",
    of: "wide",
    rest: "getApi",
    document: async (place) => byId("query", "apiScopes", "{ name description }", await place.api()),
  },
  {
    name: "createAPI",
    action: "api.write",
    of: "organization",
    rest: "createApi",
    document: () =>
      mutation("createAPI", "CreateAPIInput!", "{ id }", {
        identifier: `https://${unique()}.example.com`,
        name: "Invoices",
      }),
  },
  {
    name: "updateAPI",
    action: "api.write",
    of: "wide",
    rest: "updateApi",
    document: async (place) =>
      mutation("updateAPI", "UpdateAPIInput!", "{ id }", { id: await place.api(), description: unique() }),
  },
  {
    name: "setAPIScopes",
    action: "api.write",
    of: "wide",
    rest: "setApiScopes",
    document: async (place) =>
      mutation("setAPIScopes", "SetAPIScopesInput!", "{ id }", {
        id: await place.api(),
        scopes: [{ name: unique() }],
      }),
  },
  {
    name: "deleteAPI",
    action: "api.write",
    of: "wide",
    rest: "deleteApi",
    document: async (place) => byId("mutation", "deleteAPI", "", await place.api()),
  },
];

/** All root fields except createOrganization, which no permission allows. A test compares with the schema. */
export const GRAPHQL_OPERATIONS: readonly GraphqlOperation[] = [...SPACES, ...CONTENT, ...TOKENS, ...APIS];
