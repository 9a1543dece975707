import { beforeAll, expect, test } from "vitest";
import { countStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
import { smallBundle } from "../content/testing";
import { db } from "../platform/db";
import { call } from "../api/testing/call";
import { createWorld, type World } from "../api/testing/world";

/** The number of statements per page is the same for 100 items as for 2. */
useTestDatabase();

const PAGE = 100;
let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { organizationId, spaceId } = world.places.own;
  const numbers = Array.from({ length: PAGE }, (_, i) => i);
  await db().space.createMany({
    data: numbers.map((i) => ({ id: `bulk-space-${i}`, organizationId, name: `Space ${i}` })),
  });
  await db().apiToken.createMany({
    data: numbers.map((i) => ({
      organizationId,
      spaceId,
      name: `Token ${i}`,
      permissions: ["viewer"],
      hint: "latch_…0000",
      createdByName: "Test",
    })),
  });
  await db().asset.createMany({
    data: numbers.map((i) => ({
      organizationId,
      spaceId,
      mrn: `//a/${i}`,
      name: `Asset ${i}`,
      lastSeenAt: new Date(),
    })),
  });
  const bytes = smallBundle({ policies: numbers.map((i) => `bulk-${i}`) });
  await ask(`mutation ($input: [SetCustomPolicyInput!]!) { setCustomPolicy(input: $input) { policyMrns } }`, {
    input: [{ spaceMrn: mrn("spaces", spaceId), dataurl: `data:;base64,${Buffer.from(bytes).toString("base64")}` }],
  });
  for (let i = 0; i < PAGE; i += 1)
    await ask(`mutation ($input: UpdateSpaceInput!) { updateSpace(input: $input) { space { id } } }`, {
      input: { mrn: mrn("spaces", spaceId), name: `Renamed ${i}` },
    });
}, 240_000);

const mrn = (kind: string, id: string) => `//captain.api.mondoo.app/${kind}/${id}`;

async function ask(query: string, variables: object): Promise<string> {
  const response = await call("POST", "/api/graphql", {
    token: world.secret("owner", "organization"),
    body: { query, variables },
  });
  const body = (await response.json()) as { errors?: unknown; data: unknown };
  expect(body.errors).toBeUndefined();
  return JSON.stringify(body.data);
}

/** The number of statements while a document runs, and the number of nodes in its response. */
async function cost(query: string, variables: object): Promise<{ statements: number; nodes: number }> {
  const { statements, result } = await countStatements(() => ask(query, variables));
  return { statements, nodes: result.split('"node":').length - 1 };
}

const LISTS: [name: string, document: string, most: number][] = [
  [
    "spaces with their organization",
    `query ($n: Int) { organization(mrn: $organization) { name spacesCount spacesList(first: $n) { totalCount edges {
      node { id mrn settings { casesConfiguration { autoCreate } } organization { name company spacesCount } } } } } }`,
    3,
  ],
  [
    "tokens",
    `query ($n: Int) { apiTokens(first: $n) { totalCount edges { cursor node { mrn name scopeMrn roles { mrn name }
      lastUsedAt expiresAt } } pageInfo { endCursor } } }`,
    4,
  ],
  [
    "assets",
    `query ($n: Int) { assets(spaceMrn: $space, first: $n) { totalCount edges { node { mrn name score platform } } } }`,
    5,
  ],
  [
    "content",
    `query ($n: Int) { content(input: { scopeMrn: $space, catalogType: ALL, limit: $n }) { totalCount edges { node {
      ... on Policy { mrn name assigned action docs } } } } }`,
    5,
  ],
  [
    "active policies",
    `query ($n: Int) { activePolicies(input: { scopeMrn: $space, limit: $n }) { totalCount edges { node {
      mrn assignedScope } } } }`,
    5,
  ],
  [
    "the audit log with the tokens that acted",
    `query ($n: Int) { auditlog(resourceMrn: $organization, first: $n) { totalCount edges { node { identity { name mrn }
      resource action timestamp msg } } } }`,
    5,
  ],
];

test.each(LISTS)(
  "a page of %s needs the same number of statements for 2 and 100 items",
  async (name, document, most) => {
    const { organizationId, spaceId } = world.places.own;
    const places = { $organization: mrn("organizations", organizationId), $space: mrn("spaces", spaceId) };
    const query = Object.entries(places).reduce(
      (text, [variable, value]) => text.replaceAll(variable, JSON.stringify(value)),
      document,
    );
    await cost(query, { n: 2 }); // opens connections and validates the document
    const two = await cost(query, { n: 2 });
    const hundred = await cost(query, { n: PAGE });
    expect(hundred.statements).toBe(two.statements);
    expect(two.statements).toBeLessThanOrEqual(most);
    if (name !== "active policies") expect([two.nodes, hundred.nodes]).toEqual([2, PAGE]);
  },
);
