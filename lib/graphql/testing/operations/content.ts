import { reportOn, unique } from "../../../api/testing/world";
import {
  organization,
  space,
  policy,
  querypack,
  asset,
  dataurl,
  bundle,
  packs,
  mutation,
  query,
  byMrn,
} from "./documents";
import type { GraphqlOperation } from "./operation";

export const CONTENT: readonly GraphqlOperation[] = [
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
