import { describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { smallBundle } from "../content/testing";
import { useGraphql } from "./testing/use-graphql";

useTestDatabase();
const { ask } = useGraphql();

const SPACE = "//captain.api.mondoo.app/spaces/mars-rover";
const ORGANIZATION = "//captain.api.mondoo.app/organizations/lunalectric";
const mrnOf = (uid: string, kind = "policies", container = "spaces/mars-rover") =>
  `//policy.api.mondoo.app/${container}/${kind}/${uid}`;
const dataurl = (bytes: Uint8Array, type = "application/x-yaml") =>
  `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;

const SET = `mutation ($input: [SetCustomPolicyInput!]!) { setCustomPolicy(input: $input) { policyMrns } }`;
const SET_PACK = `mutation ($input: [SetCustomQueryPackInput!]!) { setCustomQueryPack(input: $input) { queryPackMrns }
  }`;
const set = (input: object, token = "Mars Rover editor") => ask(token, SET, { input });

describe("custom policies", () => {
  test("are stored from a data URL, as one object or a list, and downloaded unchanged", async () => {
    const bytes = smallBundle({ policies: ["one"], comment: "kept: ü — ✓" });
    expect(await set({ dataurl: dataurl(bytes), spaceMrn: SPACE })).toMatchObject({
      data: { setCustomPolicy: { policyMrns: [mrnOf("one")] } },
      errors: [],
    });
    const two = await set([
      { dataurl: dataurl(smallBundle({ policies: ["two", "three"] })), scopeMrn: SPACE },
      { dataurl: dataurl(smallBundle({ policies: ["four"] })), scopeMrn: SPACE },
    ]);
    expect(two.data?.setCustomPolicy).toEqual({ policyMrns: [mrnOf("two"), mrnOf("three"), mrnOf("four")] });
    const got = await ask(
      "Mars Rover agent",
      `query ($input: DownloadBundleInput!) { downloadBundle(input: $input) { __typename ... on PolicyBundleYaml {
        yaml } } }`,
      { input: { mrn: mrnOf("one") } },
    );
    expect(got.data?.downloadBundle).toEqual({ __typename: "PolicyBundleYaml", yaml: Buffer.from(bytes).toString() });
  });

  test("are accepted from a document that declares a single input", async () => {
    const one = `mutation ($input: SetCustomPolicyInput!) { setCustomPolicy(input: $input) { policyMrns } }`;
    for (const attempt of [1, 2]) {
      const input = {
        dataurl: dataurl(smallBundle({ policies: ["single"] })),
        scopeMrn: SPACE,
        overwrite: attempt === 2,
      };
      expect(await ask("Mars Rover editor", one, { input })).toMatchObject({
        data: { setCustomPolicy: { policyMrns: [mrnOf("single")] } },
        errors: [],
      });
    }
    const pack = `mutation ($input: SetCustomQueryPackInput!) { setCustomQueryPack(input: $input) { queryPackMrns } }`;
    expect(
      (
        await ask("Mars Rover editor", pack, {
          input: { dataurl: dataurl(smallBundle({ packs: ["single"] })), spaceMrn: SPACE },
        })
      ).errors,
    ).toEqual([]);
    expect((await ask("Mars Rover editor", one, { input: { scopeMrn: SPACE } })).errors[0]?.extensions.code).toBe(
      "invalid_request",
    );
    expect(
      (
        await ask(
          "Mars Rover editor",
          `mutation ($input: SetCustomPolicyInput) { setCustomPolicy(input: $input) { policyMrns } }`,
          {},
        )
      ).errors[0]?.extensions.code,
    ).toBe("invalid_request");
  });

  test("are overwritten only on request", async () => {
    const input = { dataurl: dataurl(smallBundle({ policies: ["again"] })), spaceMrn: SPACE };
    expect((await set(input)).errors).toEqual([]);
    expect((await set(input)).errors[0]?.extensions).toMatchObject({ code: "uid_taken", context: { uids: ["again"] } });
    expect((await set(input)).errors[0]?.message).toContain("“again”");
    expect((await set({ ...input, overwrite: true })).errors).toEqual([]);
  });

  test.each([
    ["a wrong type", dataurl(smallBundle({ policies: ["x"] }), "application/json"), "unsupported_media_type"],
    ["broken base64", "data:application/x-yaml;base64,abc", "invalid_input"],
    ["no data URL", "policies: []", "invalid_input"],
    ["no bundle in it", dataurl(Buffer.from("a: [")), "invalid_bundle"],
    ["a bundle of six megabytes", dataurl(Buffer.alloc(6_000_000, "#")), "payload_too_large"],
  ])("%s is refused, and nothing is stored", async (_, url, code) => {
    expect((await set({ dataurl: url, spaceMrn: SPACE })).errors[0]).toMatchObject({
      path: ["setCustomPolicy"],
      extensions: { code },
    });
  });

  test("an invalid bundle is refused with line numbers", async () => {
    const refused = await set({ dataurl: dataurl(Buffer.from("policies:\n  - name: without uid\n")), spaceMrn: SPACE });
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: "invalid_bundle",
      findings: expect.arrayContaining([expect.objectContaining({ line: 2, severity: "error" })]),
    });
    expect(refused.errors[0]?.message).toMatch(/^The bundle is not valid\. Line 2, column \d+: .*uid/);
  });

  test("are assigned, listed as active, ignored and unassigned", async () => {
    await set({ dataurl: dataurl(smallBundle({ policies: ["wide"] })), scopeMrn: ORGANIZATION }, "Organization editor");
    await set({ dataurl: dataurl(smallBundle({ policies: ["own"] })), scopeMrn: SPACE });
    const wide = mrnOf("wide", "policies", "organizations/lunalectric");
    const ASSIGN = `mutation ($input: PolicyAssignmentInput!) { assignPolicy(input: $input) }`;
    expect(
      (
        await ask("Mars Rover editor", ASSIGN, {
          input: { assetMrn: SPACE, policyMrns: [wide, mrnOf("own")], action: "ACTIVE" },
        })
      ).data,
    ).toEqual({ assignPolicy: true });
    expect(
      (
        await ask("Mars Rover editor", ASSIGN, {
          input: { assetMrn: SPACE, policyMrn: mrnOf("own"), action: "IGNORE" },
        })
      ).data,
    ).toEqual({ assignPolicy: true });
    const ACTIVE = `query ($input: ActivePoliciesInput!) { activePolicies(input: $input) { totalCount edges { node {
      mrn name action assignedScope } } } }`;
    const active = async () =>
      (await ask("Mars Rover viewer", ACTIVE, { input: { scopeMrn: SPACE } })).data?.activePolicies;
    expect(await active()).toEqual({
      totalCount: 2,
      edges: [
        { node: { mrn: mrnOf("own"), name: "Policy own", action: "IGNORE", assignedScope: SPACE } },
        { node: { mrn: wide, name: "Policy wide", action: "ACTIVE", assignedScope: SPACE } },
      ],
    });
    const read = await ask(
      "Organization viewer",
      `query ($input: PolicyInput!) { policy(input: $input) {
        mrn uid name version assigned action isPublic createdAt updatedAt docs } }`,
      { input: { mrn: wide, spaceMrn: SPACE } },
    );
    expect(read.data?.policy).toMatchObject({
      mrn: wide,
      uid: "wide",
      version: "1.0.0",
      assigned: true,
      action: "ACTIVE",
      isPublic: false,
      docs: "What it is for.",
    });
    const UNASSIGN = `mutation ($input: PolicyAssignmentInput!) { unassignPolicy(input: $input) }`;
    expect(
      (await ask("Mars Rover editor", UNASSIGN, { input: { assetMrn: SPACE, policyMrns: [wide, mrnOf("own")] } })).data,
    ).toEqual({ unassignPolicy: true });
    expect(await active()).toEqual({ totalCount: 0, edges: [] });
  });

  test("are deleted by MRN; deleted, missing and foreign ones are not found", async () => {
    await set({ dataurl: dataurl(smallBundle({ policies: ["gone"] })), spaceMrn: SPACE });
    const DELETE = `mutation ($input: DeleteCustomPolicyInput!) { deleteCustomPolicy(input: $input) { policyMrn } }`;
    expect(
      (await ask("Mars Rover viewer", DELETE, { input: { policyMrn: mrnOf("gone") } })).errors[0]?.extensions.code,
    ).toBe("insufficient_scope");
    expect(
      (await ask("Mars Rover editor", DELETE, { input: { policyMrn: mrnOf("gone") } })).data?.deleteCustomPolicy,
    ).toEqual({ policyMrn: mrnOf("gone") });
    for (const policyMrn of [
      mrnOf("gone"),
      mrnOf("never"),
      mrnOf("one", "policies", "spaces/solar-array"),
      "nonsense",
      SPACE,
    ]) {
      expect((await ask("Mars Rover editor", DELETE, { input: { policyMrn } })).errors[0]?.extensions.code).toBe(
        "not_found",
      );
    }
  });
});

describe("query packs and the catalogue", () => {
  const CONTENT = `query ($input: ContentSearchInput!) { content(input: $input) { totalCount edges { cursor node {
    __typename ... on Policy { mrn name assigned } ... on QueryPack { mrn name } } } pageInfo { endCursor hasNextPage }
    } }`;
  interface Page {
    totalCount: number;
    edges: { node: { __typename: string; mrn: string } }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  }
  const content = async (input: object) => {
    const { data, errors } = await ask("Organization viewer", CONTENT, {
      input: { scopeMrn: "//captain.api.mondoo.app/spaces/moon-base", catalogType: "ALL", ...input },
    });
    expect(errors).toEqual([]);
    return data?.content as unknown as Page;
  };

  test("packs are stored, listed together with policies, and deleted", async () => {
    const spaceMrn = "//captain.api.mondoo.app/spaces/moon-base";
    const mrn = mrnOf("pack", "querypacks", "spaces/moon-base");
    expect(
      (
        await ask("Organization editor", SET_PACK, {
          input: { spaceMrn, dataurl: dataurl(smallBundle({ packs: ["pack"] })) },
        })
      ).data?.setCustomQueryPack,
    ).toEqual({ queryPackMrns: [mrn] });
    await set(
      { dataurl: dataurl(smallBundle({ policies: ["lunar", "solar"] })), scopeMrn: spaceMrn },
      "Organization editor",
    );
    const types = ({ edges }: Page) => edges.map(({ node }) => node.__typename);
    expect(
      types(
        await content({
          catalogType: "QUERYPACK",
          limit: 10_000,
          includePublic: true,
          includePrivate: true,
          after: "",
        }),
      ),
    ).toEqual(["QueryPack"]);
    const all = await content({ limit: 10_000 });
    expect(types(all)).toContain("Policy");
    expect(types(all)).toContain("QueryPack");
    const first = await content({ limit: 1 });
    const second = await content({ limit: 1, after: first.pageInfo.endCursor });
    expect(first).toMatchObject({ totalCount: all.totalCount, pageInfo: { hasNextPage: true } });
    expect(second.edges[0]?.node.mrn).not.toBe(first.edges[0]?.node.mrn);
    expect(await content({ query: "lunar" })).toMatchObject({ totalCount: 1 });
    for (const input of [{ assignedOnly: true }, { catalogType: "QUERY" }, { includePrivate: false }])
      expect(await content(input)).toMatchObject({ totalCount: 0, edges: [] });
    const gone = await ask(
      "Organization editor",
      `mutation ($input: DeleteCustomQueryPackInput!) { deleteCustomQueryPack(input: $input) { queryPackMrn } }`,
      { input: { queryPackMrn: mrn } },
    );
    expect(gone.data?.deleteCustomQueryPack).toEqual({ queryPackMrn: mrn });
  });
});
