import { readFileSync } from "node:fs";
import path from "node:path";
import { isInputObjectType, isObjectType } from "graphql";
import { expect, test } from "vitest";
import { tokenDtoSchema } from "../tokens/dto";
import { printedSchema, schema } from "./schema";

test("the schema equals schema.graphql; `npm run graphql:schema` updates the file", () => {
  expect(printedSchema()).toBe(readFileSync(path.join(import.meta.dirname, "schema.graphql"), "utf8"));
});

test("an APIToken has the fields of REST's token", () => {
  const type = schema.getType("APIToken");
  const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
  // In their places are scopeMrn, roles and lastUsedAt.
  const alike = tokenDtoSchema.omit({ space: true, permissions: true, lastUsed: true }).keyof().options;
  expect(fields).toEqual(expect.arrayContaining(alike));
});

const INPUTS =
  "CreateOrganizationInput UpdateOrganizationInput CreateSpaceInput UpdateSpaceInput GenerateAPITokenInput " +
  "UpdateAPITokenInput DeleteAPITokenInput SetRolesInput SetCustomPolicyInput SetCustomQueryPackInput " +
  "DeleteCustomPolicyInput DeleteCustomQueryPackInput DownloadBundleInput PolicyInput ContentSearchInput " +
  "ActivePoliciesInput PolicyAssignmentInput AuditLogOrder TimestampFilter IdentityFilter APITokenOrder";

test("the input types that clients name in their documents exist", () => {
  expect(INPUTS.split(" ").filter((name) => !isInputObjectType(schema.getType(name)))).toEqual([]);
});

/** name(argument: type), as clients declare their variables. */
const SIGNATURES = [
  "organization(mrn: String!)",
  "space(mrn: String!)",
  "createOrganization(input: CreateOrganizationInput!)",
  "updateOrganization(input: UpdateOrganizationInput!)",
  "deleteOrganization(orgMrn: ID!)",
  "createSpace(input: CreateSpaceInput!)",
  "updateSpace(input: UpdateSpaceInput!)",
  "deleteSpace(spaceMrn: ID!)",
  "generateAPIToken(input: GenerateAPITokenInput!)",
  "updateAPIToken(input: UpdateAPITokenInput!)",
  "deleteAPIToken(input: DeleteAPITokenInput!)",
  "setRoles(input: SetRolesInput!)",
  "getRoles(identity: String!, scopeMrn: String!)",
  "setCustomPolicy(input: [SetCustomPolicyInput!]!)",
  "setCustomQueryPack(input: [SetCustomQueryPackInput!]!)",
  "deleteCustomPolicy(input: DeleteCustomPolicyInput!)",
  "deleteCustomQueryPack(input: DeleteCustomQueryPackInput!)",
  "downloadBundle(input: DownloadBundleInput!)",
  "policy(input: PolicyInput!)",
  "content(input: ContentSearchInput!)",
  "activePolicies(input: ActivePoliciesInput!)",
  "assignPolicy(input: PolicyAssignmentInput!)",
  "unassignPolicy(input: PolicyAssignmentInput!)",
  "auditlog(actionFilter: String, after: String, first: Int, identityFilter: IdentityFilter, orderBy: " +
    "AuditLogOrder, resourceMrn: String!, timestampFilter: TimestampFilter)",
  "usage(after: String, by: UsageKind!, first: Int, from: String!, granularity: UsageGranularity, key: String, " +
    "to: String!)",
  "apiTokens(after: String, first: Int, orderBy: APITokenOrder, query: String, scopeMrn: String, subject: String, " +
    "unusedDays: Int)",
];

test("the operations exist with these arguments", () => {
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.values(type?.getFields() ?? {}),
  );
  const signatures = fields.map(
    ({ name, args }) =>
      `${name}(${args
        .map((arg) => `${arg.name}: ${String(arg.type)}`)
        .toSorted()
        .join(", ")})`,
  );
  expect(signatures).toEqual(expect.arrayContaining(SIGNATURES));
});
