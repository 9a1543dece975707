import { describe, expect, test } from "vitest";
import { db } from "../platform/db";
import { useTestDatabase } from "../../tools/testing/use-database";
import { useGraphql } from "./testing/use-graphql";

/** Requests in the form of the public clients. */
useTestDatabase();
const { ask } = useGraphql();

const ORGANIZATION = "//captain.api.mondoo.app/organizations/lunalectric";
const SPACE = "//captain.api.mondoo.app/spaces/mars-rover";

describe("spaces", () => {
  const CREATE = `mutation CreateSpace($input: CreateSpaceInput!) { createSpace(input: $input) {
    id mrn name description annotations { key value } organization { id mrn name }
    settings { terminatedAssetsConfiguration { cleanup } garbageCollectAssetsConfiguration { enable afterDays }
    eolAssetsConfiguration { enable monthsInAdvance } } } }`;

  test("are created, read, updated and deleted", async () => {
    const settings = {
      garbageCollectAssetsConfiguration: { enable: true, afterDays: 30 },
      terminatedAssetsConfiguration: { cleanup: true },
    };
    const created = await ask("Organization owner", CREATE, {
      input: {
        name: "Venus",
        orgMrn: ORGANIZATION,
        description: "Hot",
        settings,
        annotations: [{ key: "team", value: "probes" }],
      },
    });
    expect(created.errors).toEqual([]);
    const space = created.data?.createSpace as unknown as { id: string; mrn: string };
    expect(space).toMatchObject({
      name: "Venus",
      description: "Hot",
      annotations: [{ key: "team", value: "probes" }],
      organization: { id: "lunalectric", mrn: ORGANIZATION },
      settings: { ...settings, eolAssetsConfiguration: null },
    });
    expect(space.id).toMatch(/^[a-z]+-[a-z]+-\d{6}$/);
    expect(space.mrn).toBe(`//captain.api.mondoo.app/spaces/${space.id}`);

    const updated = await ask(
      "Organization owner",
      `mutation ($input: UpdateSpaceInput!) { updateSpace(input: $input) { space { mrn name description } } }`,
      { input: { mrn: space.mrn, name: "Venus 2" } },
    );
    expect(updated.data?.updateSpace).toEqual({ space: { mrn: space.mrn, name: "Venus 2", description: "Hot" } });
    const read = await ask("Organization viewer", `query ($mrn: String!) { space(mrn: $mrn) { id mrn name } }`, {
      mrn: space.mrn,
    });
    expect(read.data?.space).toEqual({ id: space.id, mrn: space.mrn, name: "Venus 2" });

    const gone = await ask("Organization owner", `mutation ($spaceMrn: ID!) { deleteSpace(spaceMrn: $spaceMrn) }`, {
      spaceMrn: space.mrn,
    });
    expect(gone.data).toEqual({ deleteSpace: space.mrn });
    expect(
      (await ask("Organization owner", `query ($mrn: String!) { space(mrn: $mrn) { id } }`, { mrn: space.mrn }))
        .errors[0]?.extensions.code,
    ).toBe("not_found");
  });

  test("a given id is used, and a taken one is refused", async () => {
    const input = { name: "Saturn", orgMrn: ORGANIZATION, id: "saturn-rings" };
    expect((await ask("Organization editor", CREATE, { input })).data?.createSpace).toMatchObject({
      id: "saturn-rings",
    });
    expect((await ask("Organization editor", CREATE, { input })).errors[0]).toMatchObject({
      path: ["createSpace"],
      extensions: { code: "id_taken" },
    });
    expect(
      (await ask("Organization editor", CREATE, { input: { ...input, id: "No" } })).errors[0]?.extensions,
    ).toMatchObject({ code: "invalid_input", errors: [{ field: "id" }] });
    expect((await ask("Organization editor", CREATE, { input: { ...input, id: "No" } })).errors[0]?.message).toBe(
      "Some of the input is not valid. id: " +
        "Use 5 to 50 lower-case letters, digits and hyphens, with no hyphen at either end.",
    );
    expect((await ask("Organization viewer", CREATE, { input })).errors[0]?.message).toBe(
      "The token's permissions do not allow this. It takes editor or owner.",
    );
  });
});

describe("organizations", () => {
  const READ = `query ($mrn: String!, $first: Int, $after: String) { organization(mrn: $mrn) {
    id mrn name description company annotations { key value } spacesCount
    spacesList(first: $first, after: $after) { totalCount edges { cursor node { id mrn name } } pageInfo {
    startCursor endCursor hasNextPage } } } }`;

  test("page through their spaces; an empty `after` is the start", async () => {
    const first = await ask("Organization viewer", READ, { mrn: ORGANIZATION, first: 1, after: "" });
    expect(first.errors).toEqual([]);
    const { spacesList, ...organization } = first.data?.organization as unknown as {
      spacesList: {
        totalCount: number;
        edges: { cursor: string; node: { id: string } }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    };
    expect(organization).toMatchObject({
      id: "lunalectric",
      mrn: ORGANIZATION,
      name: "Lunalectric",
      description: "",
      annotations: [],
    });
    expect(spacesList).toMatchObject({ edges: [{ node: { id: "mars-rover" } }], pageInfo: { hasNextPage: true } });
    expect(spacesList.edges[0]?.cursor).toBe(spacesList.pageInfo.endCursor);
    const second = await ask("Organization viewer", READ, {
      mrn: ORGANIZATION,
      first: 10_000,
      after: spacesList.pageInfo.endCursor,
    });
    expect(JSON.stringify(second.data)).not.toContain("mars-rover");
    expect(JSON.stringify(second.data)).toContain("moon-base");
  });

  test("are updated with the given fields", async () => {
    const input = {
      mrn: ORGANIZATION,
      name: "Lunalectric",
      company: "Luna Ltd",
      annotations: [{ key: "a", value: "b" }],
    };
    const updated = await ask(
      "Organization editor",
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization {
        mrn company annotations { key value } } } }`,
      { input },
    );
    expect(updated.data?.updateOrganization).toEqual({
      organization: { mrn: ORGANIZATION, company: "Luna Ltd", annotations: [{ key: "a", value: "b" }] },
    });
  });

  test("cannot be created by tokens", async () => {
    const made = await ask(
      "Organization owner",
      `mutation ($input: CreateOrganizationInput!) { createOrganization(input: $input) { id mrn name } }`,
      { input: { name: "New one", tags: [{ key: "a", value: "b" }] } },
    );
    expect(made).toMatchObject({
      status: 200,
      data: { createOrganization: null },
      errors: [{ extensions: { code: "insufficient_scope" } }],
    });
  });

  test("an agent sees the name and the spaces, and null in other fields", async () => {
    const { data, errors } = await ask("Mars Rover agent", READ, { mrn: ORGANIZATION });
    expect(errors).toEqual([]);
    expect(data?.organization).toMatchObject({
      name: "Lunalectric",
      company: null,
      annotations: null,
      spacesCount: 1,
      spacesList: { totalCount: 1 },
    });
  });
});

describe("API tokens", () => {
  const GENERATE = `mutation ($input: GenerateAPITokenInput!) { generateAPIToken(input: $input) {
    mrn token name expiresAt apiToken { hint scopeMrn roles { mrn } } } }`;
  interface Made {
    mrn: string;
    token: string;
    expiresAt: string | null;
  }
  const generate = async (input: object) => {
    const { data, errors } = await ask("Organization owner", GENERATE, { input: { scopeMrn: SPACE, ...input } });
    expect(errors).toEqual([]);
    return data?.generateAPIToken as unknown as Made;
  };
  const OWN = `query ($mrn: String!) { space(mrn: $mrn) { id } }`;

  test("work at once, are listed, edited, rotated and revoked", async () => {
    const made = await generate({
      name: "Deploy bot",
      roles: [{ mrn: "//iam.api.mondoo.app/roles/editor" }, { mrn: "viewer" }],
    });
    expect(made).toMatchObject({
      apiToken: {
        scopeMrn: SPACE,
        roles: [{ mrn: "//iam.api.mondoo.app/roles/viewer" }, { mrn: "//iam.api.mondoo.app/roles/editor" }],
      },
    });
    expect(made.mrn).toMatch(/^\/\/agents\.api\.mondoo\.app\/spaces\/mars-rover\/apitokens\/[0-9a-f-]{36}$/);
    expect((await ask(made.token, OWN, { mrn: SPACE })).data?.space).toEqual({ id: "mars-rover" });

    const list = await ask(
      "Organization owner",
      `query ($scopeMrn: String, $orderBy: APITokenOrder) { apiTokens(scopeMrn: $scopeMrn, query: "deploy", first:
        10000, after: "", orderBy: $orderBy) { totalCount edges { node { mrn name lastUsedAt } } } }`,
      { scopeMrn: SPACE, orderBy: { field: "LAST_USED", direction: "DESC" } },
    );
    expect(list.errors).toEqual([]);
    expect(list.data?.apiTokens).toMatchObject({
      totalCount: 1,
      edges: [{ node: { mrn: made.mrn, name: "Deploy bot" } }],
    });

    const edited = await ask(
      "Organization owner",
      `mutation ($input: UpdateAPITokenInput!) { updateAPIToken(input: $input) { mrn name description } }`,
      { input: { mrn: made.mrn, name: "Deploy bot 2", description: "Deploys" } },
    );
    expect(edited.data?.updateAPIToken).toEqual({ mrn: made.mrn, name: "Deploy bot 2", description: "Deploys" });

    const rotated = await ask(
      "Organization owner",
      `mutation ($input: RotateAPITokenInput!) { rotateAPIToken(input: $input) { mrn token } }`,
      { input: { mrn: made.mrn } },
    );
    const fresh = rotated.data?.rotateAPIToken as unknown as Made;
    expect(fresh.mrn).toBe(made.mrn);
    expect((await ask(made.token, OWN, { mrn: SPACE })).status).toBe(401);
    expect((await ask(fresh.token, OWN, { mrn: SPACE })).status).toBe(200);

    const deleted = await ask(
      "Organization owner",
      `mutation ($input: DeleteAPITokenInput!) { deleteAPIToken(input: $input) { mrn } }`,
      { input: { mrn: made.mrn } },
    );
    expect(deleted.data?.deleteAPIToken).toEqual({ mrn: made.mrn });
    expect((await ask(fresh.token, OWN, { mrn: SPACE })).status).toBe(401);
    const tombstone = await ask(
      "Organization owner",
      `query ($mrn: String!) { apiToken(mrn: $mrn) { status revokedBy } }`,
      { mrn: made.mrn },
    );
    expect(tombstone.data?.apiToken).toEqual({ status: "revoked", revokedBy: "Organization owner" });
  });

  test("expire at the given time, never for null, and in 90 days by default", async () => {
    const at = new Date(Date.now() + 86_400_000).toISOString();
    expect((await generate({ name: "dated", expiresAt: at })).expiresAt).toBe(at);
    expect(Date.parse(String((await generate({ name: "proposed" })).expiresAt))).toBeGreaterThan(
      Date.now() + 89 * 86_400_000,
    );
    const never = await ask("Organization owner", GENERATE, {
      input: { name: "endless", spaceMrn: SPACE, expiresAt: null },
    });
    // The seed's tokens expire, so their children must expire too.
    expect(never.errors[0]?.extensions.code).toBe("exceeds_parent");
  });

  test("their roles are read and replaced by MRN", async () => {
    const { mrn } = await generate({ name: "roles" });
    const get = () =>
      ask(
        "Organization owner",
        `query ($identity: String!, $scopeMrn: String!) { getRoles(identity: $identity, scopeMrn: $scopeMrn) {
          identityMrn identityEmail scopeMrn roles } }`,
        { identity: mrn, scopeMrn: SPACE },
      );
    expect((await get()).data?.getRoles).toEqual({
      identityMrn: mrn,
      identityEmail: null,
      scopeMrn: SPACE,
      roles: ["//iam.api.mondoo.app/roles/viewer"],
    });
    const SET = `mutation ($input: SetRolesInput!) { setRoles(input: $input) { mrns } }`;
    const set = await ask("Organization owner", SET, {
      input: { scopeMrn: SPACE, updates: [{ entityMrn: mrn, roles: [{ mrn: "//iam.api.mondoo.app/roles/agent" }] }] },
    });
    expect(set.data?.setRoles).toEqual({ mrns: [mrn] });
    expect((await get()).data?.getRoles).toMatchObject({ roles: ["//iam.api.mondoo.app/roles/agent"] });
    expect(
      (await ask("Organization owner", SET, { input: { scopeMrn: SPACE, identity: mrn, roles: ["editor"] } })).errors,
    ).toEqual([]);
    const atOnce = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        i % 2
          ? ask("Organization owner", SET, { input: { scopeMrn: SPACE, identity: mrn, roles: ["editor"] } })
          : ask(
              "Organization owner",
              `mutation ($input: UpdateAPITokenInput!) { updateAPIToken(input: $input) { mrn } }`,
              { input: { mrn, description: `${i}` } },
            ),
      ),
    );
    expect(atOnce.flatMap(({ errors }) => errors)).toEqual([]);
    expect(
      (await ask("Organization editor", SET, { input: { scopeMrn: SPACE, identity: mrn, roles: ["owner"] } })).errors[0]
        ?.extensions,
    ).toMatchObject({ code: "permission_not_grantable", context: { beyond: ["owner"] } });
    expect(
      (await ask("Organization owner", SET, { input: { scopeMrn: ORGANIZATION, identity: mrn, roles: ["viewer"] } }))
        .errors[0]?.extensions.code,
    ).toBe("not_found");
  });
});

describe("people", () => {
  const ROLES = `query ($identity: String!, $scopeMrn: String!) { getRoles(identity: $identity, scopeMrn: $scopeMrn) {
    identityMrn identityEmail scopeMrn roles } }`;
  const userMrn = (id: string) => `//captain.api.mondoo.app/users/${id}`;

  test("are listed with their role in the organization and in its spaces", async () => {
    const { user } = await db().membership.findFirstOrThrow({
      where: { organizationId: "lunalectric", role: "admin" },
      select: { user: true },
    });
    for (const scopeMrn of [ORGANIZATION, SPACE]) {
      const answer = await ask("Organization viewer", ROLES, { identity: userMrn(user.id), scopeMrn });
      expect(answer.data?.getRoles).toEqual({
        identityMrn: userMrn(user.id),
        identityEmail: "grace@lunalectric.example",
        scopeMrn,
        roles: ["//iam.api.mondoo.app/roles/editor"],
      });
    }
    expect(
      (await ask("Mars Rover owner", ROLES, { identity: userMrn(user.id), scopeMrn: SPACE })).errors[0]?.extensions
        .code,
    ).toBe("insufficient_scope");
    expect(
      (await ask("Organization agent", ROLES, { identity: userMrn(user.id), scopeMrn: ORGANIZATION })).errors[0]
        ?.extensions.code,
    ).toBe("insufficient_scope");
  });

  test("of another organization are not found", async () => {
    const { user } = await db().membership.findFirstOrThrow({
      where: { organizationId: "solar-works" },
      select: { user: true },
    });
    for (const [identity, scopeMrn] of [
      [userMrn(user.id), ORGANIZATION],
      [userMrn(user.id), "//captain.api.mondoo.app/organizations/solar-works"],
      [userMrn(user.id), "//captain.api.mondoo.app/spaces/nowhere-at-all"],
    ] as const) {
      expect((await ask("Organization owner", ROLES, { identity, scopeMrn })).errors[0]?.extensions.code).toBe(
        "not_found",
      );
    }
  });
});

describe("the audit log", () => {
  const LOG = `query ($resourceMrn: String!, $first: Int, $after: String, $orderBy: AuditLogOrder = {direction: DESC,
    field: TIMESTAMP}, $timestampFilter: TimestampFilter, $identityFilter: IdentityFilter, $actionFilter: String) {
    auditlog(resourceMrn: $resourceMrn, first: $first, after: $after, orderBy: $orderBy, timestampFilter:
    $timestampFilter, identityFilter: $identityFilter, actionFilter: $actionFilter) {
      totalCount edges { cursor node { identity { name mrn } resource action timestamp msg } } pageInfo {
      startCursor endCursor hasNextPage } } }`;
  interface Log {
    totalCount: number;
    edges: {
      cursor: string;
      node: {
        identity: { name: string; mrn: string | null };
        resource: string;
        action: string;
        timestamp: string;
        msg: string;
      };
    }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  }
  const log = async (variables: object, token = "Organization owner") => {
    const { data, errors } = await ask(token, LOG, { resourceMrn: ORGANIZATION, after: "", ...variables });
    expect(errors).toEqual([]);
    return data?.auditlog as unknown as Log;
  };

  test("pages from newest to oldest by default", async () => {
    const one = await log({ first: 2 });
    const two = await log({ first: 2, after: one.pageInfo.endCursor });
    expect(one).toMatchObject({ totalCount: two.totalCount, pageInfo: { hasNextPage: true } });
    const times = [...one.edges, ...two.edges].map(({ node }) => node.timestamp);
    expect(times).toEqual(times.toSorted().reverse());
    expect(new Set([...one.edges, ...two.edges].map(({ cursor }) => cursor)).size).toBe(4);
  });

  test("can be filtered by action, time and identity", async () => {
    const created = await log({
      actionFilter: "token.created",
      first: 200,
      orderBy: { direction: "ASC", field: "TIMESTAMP" },
    });
    expect(new Set(created.edges.map(({ node }) => node.action))).toEqual(new Set(["token.created"]));
    const byToken = created.edges.find(({ node }) => node.identity.name === "Organization owner");
    expect(byToken?.node.identity.mrn).toMatch(
      /^\/\/agents\.api\.mondoo\.app\/organizations\/lunalectric\/apitokens\//,
    );
    const own = await log({ identityFilter: { mrn: byToken?.node.identity.mrn }, first: 200 });
    expect(new Set(own.edges.map(({ node }) => node.identity.name))).toEqual(new Set(["Organization owner"]));
    expect(
      (await log({ timestampFilter: { timestamp: new Date(Date.now() + 60_000).toISOString(), operator: "GT" } }))
        .totalCount,
    ).toBe(0);
    expect(
      (
        await ask("Organization owner", LOG, {
          resourceMrn: ORGANIZATION,
          timestampFilter: { timestamp: "yesterday", operator: "GT" },
        })
      ).errors[0]?.extensions.code,
    ).toBe("invalid_input");
  });

  test("a token of one space reads that space's events and no others", async () => {
    const { edges } = await log({ resourceMrn: SPACE, first: 200 }, "Mars Rover editor");
    expect(edges.length).toBeGreaterThan(0);
    expect((await ask("Mars Rover editor", LOG, { resourceMrn: ORGANIZATION })).errors[0]?.extensions.code).toBe(
      "not_found",
    );
    for (const resourceMrn of [
      "//captain.api.mondoo.app/spaces/solar-array",
      "//captain.api.mondoo.app/spaces/nowhere-at-all",
    ])
      expect((await ask("Organization owner", LOG, { resourceMrn })).errors[0]?.extensions.code).toBe("not_found");
  });
});
