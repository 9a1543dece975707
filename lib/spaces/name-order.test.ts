import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "../api/testing/call";
import { createWorld, type World } from "../api/testing/world";
import { db } from "../platform/db";

useTestDatabase();

const NAMES = ["apple", "Éclair", "item 9", "Item 10", "item 10b", "zebra", "Zeta"];
/** The names in the order of their creation: neither that of bytes nor that of the alphabet. */
const SHUFFLED = ["Zeta", "item 10b", "Éclair", "zebra", "Item 10", "apple", "item 9"];

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { organizationId } = world.places.own;
  await db().apiToken.deleteMany({ where: { organizationId, name: { in: NAMES } } });
  for (const name of SHUFFLED) {
    await db().space.create({ data: { id: `order-${SHUFFLED.indexOf(name)}`, organizationId, name } });
    await db().apiToken.create({
      data: { organizationId, name, hint: "x", createdByName: "Ada", permissions: ["viewer"] },
    });
    const user = await db().user.create({
      data: { name, email: `order${SHUFFLED.indexOf(name)}@example.com`, passwordHash: "$argon2id$x" },
    });
    await db().membership.create({ data: { organizationId, userId: user.id, role: "member" } });
  }
});

const ours = (names: readonly { name: string }[]) =>
  names.map(({ name }) => name).filter((name) => NAMES.includes(name));

interface List {
  readonly items: readonly { name: string }[];
  readonly nextCursor: string | null;
}

/** The names of a list, page by page. */
async function walk(path: string): Promise<string[]> {
  const token = world.secret("owner", "organization");
  const names: { name: string }[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const query: string = `limit=2${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const answer = await call("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`, { token });
    const list = (await answer.json()) as List;
    names.push(...list.items);
    cursor = list.nextCursor;
  }
  return ours(names);
}

describe("names have one order, in", () => {
  test.each(["/api/v1/spaces", "/api/v1/tokens?sort=name&direction=asc", "/api/v1/members"])("%s", async (path) => {
    expect(await walk(path)).toEqual(NAMES);
  });

  test("the navigation and the choices of a form", async () => {
    const token = world.secret("owner", "organization");
    const organization = (await (await call("GET", "/api/v1/organization", { token })).json()) as {
      spaces: { name: string }[];
    };
    expect(ours(organization.spaces)).toEqual(NAMES);
    const { organizationId } = world.places.own;
    const spaces = await db().space.findMany({ where: { organizationId }, orderBy: [{ name: "asc" }, { id: "asc" }] });
    expect(ours(spaces)).toEqual(NAMES);
  });
});
