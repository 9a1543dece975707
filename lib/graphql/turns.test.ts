import { defaultFieldResolver, isObjectType } from "graphql";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db } from "../platform/db";
import { schema } from "./schema";
import { useGraphql } from "./testing/use-graphql";
import { FIELDS_PER_TURN } from "./turns";

useTestDatabase();
const { ask } = useGraphql();

const ORGANIZATION = "//captain.api.mondoo.app/organizations/lunalectric";
const SPACE = "//captain.api.mondoo.app/spaces/mars-rover";
const PAGE = 200;
const FACTS = 50;

/** Fields resolved since the event loop last turned, and the most there were. */
const resolved = { now: 0, most: 0, all: 0 };
const state = { counting: true };

beforeAll(async () => {
  const numbers = Array.from({ length: PAGE }, (_, i) => i);
  const pairs = numbers.slice(0, FACTS).map((i) => ({ key: `key ${i}`, value: `value ${i}` }));
  await db().space.createMany({
    data: numbers.map((i) => ({
      id: `turns-space-${i}`,
      organizationId: "lunalectric",
      name: `Turns ${i}`,
      annotations: pairs,
      tags: pairs,
    })),
  });
  await db().asset.createMany({
    data: numbers.map((i) => ({
      organizationId: "lunalectric",
      spaceId: "mars-rover",
      mrn: `//a/${i}`,
      name: `Asset ${i}`,
      lastSeenAt: new Date(),
    })),
  });
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    if (type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (...args) => {
        resolved.all += 1;
        resolved.now += 1;
        resolved.most = Math.max(resolved.most, resolved.now);
        return resolve(...args);
      };
    }
  }
  void (async () => {
    for (; state.counting; resolved.now = 0) await nextTurn();
  })();
});
afterAll(() => {
  state.counting = false;
});

const facts = (spaces: number) =>
  `{ organization(mrn: "${ORGANIZATION}") { spacesList(first: ${spaces}, query: "Turns") { edges { node { annotations {
    key value } tags { key value } } } } } }`;
const ASSET_FIELDS = "id mrn reportedMrn spaceMrn name platform arch score lastSeenAt createdAt";
const page = (i: number) =>
  `a${i}: assets(spaceMrn: "${SPACE}", first: ${PAGE}) { edges { cursor node { ${ASSET_FIELDS} } } }`;
const assets = `{ ${[0, 1, 2, 3].map(page).join(" ")} }`;
const nested = `{ organization(mrn: "${ORGANIZATION}") { spacesList(first: 5) { edges { node { organization {
  spacesList(first: ${PAGE}) { edges { node { id name } } } } } } } } }`;

describe("between two turns of the event loop, documents resolve a bounded number of fields", () => {
  /** A turn as it is counted here may have parts of two turns of the budget; and fields outside of lists are few. */
  const BOUND = 2 * FIELDS_PER_TURN + 200;

  test.each([
    ["a page of many fields", assets, 8_000],
    ["lists of facts in a page", facts(60), 12_000],
    ["pages in a page", nested, 3_000],
  ])("%s", async (_, document, atLeast) => {
    Object.assign(resolved, { now: 0, most: 0, all: 0 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask("Organization owner", document)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(resolved.all).toBeGreaterThan(8 * atLeast);
    expect(resolved.most).toBeLessThanOrEqual(BOUND);
  });
});

describe("an answer whose lists are longer than could be counted before", () => {
  test("is refused as a whole when the document changed nothing", async () => {
    const { data, errors } = await ask("Organization owner", facts(PAGE));
    expect(data).toBeNull();
    expect(errors).toEqual([
      {
        message: "The document ran, but its answer has more than 20000 fields. Ask for shorter pages.",
        extensions: { code: "invalid_request" },
      },
    ]);
  });

  test("does not hide that a mutation ran", async () => {
    const { data, errors } = await ask(
      "Organization owner",
      `mutation ($input: UpdateSpaceInput!) { updateSpace(input: $input) { space { name organization {
        spacesList(first: ${PAGE}, query: "Turns") { edges { node { annotations { key value } tags { key value } } } } }
        } } }`,
      { input: { mrn: SPACE, name: "Renamed" } },
    );
    expect(data).toEqual({ updateSpace: null });
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(/^The document ran/) });
    expect(await db().space.findUnique({ where: { id: "mars-rover" } })).toMatchObject({ name: "Renamed" });
  });
});
