import { beforeAll, describe, expect, test } from "vitest";
import { superAdmin } from "@/tools/testing/actors";
import { createOrganization } from "@/tools/testing/fixtures";
import { countStatements } from "@/tools/testing/statements";
import { useTestDatabase } from "@/tools/testing/use-database";
import { call } from "../api/testing/call";
import { createWorld, type World } from "../api/testing/world";
import { db } from "../platform/db";
import { DAY_MS } from "./limits";
import { listTokens } from "./queries";
import { listTokensSchema, type ListTokensQuery } from "./schema";

useTestDatabase();

const MINUTE = 60_000;
const daysAgo = (days: number, later = 0): Date => new Date(Date.now() - days * DAY_MS + later);

interface Made {
  readonly createdAt: Date;
  readonly usedAt?: Date;
  readonly revokedAt?: Date;
  readonly expiresAt?: Date;
  readonly permissions?: ["agent"];
}

async function make(organizationId: string, name: string, { usedAt, ...facts }: Made): Promise<void> {
  const { id } = await db().apiToken.create({
    data: { organizationId, name, permissions: ["viewer"], hint: "x", createdByName: "Ada", ...facts },
  });
  if (usedAt) await db().tokenActivity.create({ data: { organizationId, tokenId: id, at: usedAt } });
}

async function page(organizationId: string, query: ListTokensQuery) {
  const result = await listTokens(superAdmin(organizationId), listTokensSchema.parse(query));
  if (!result.ok) throw new Error(result.reason);
  return result.page;
}

describe("tokens that were not used for some days", () => {
  let organizationId: string;
  beforeAll(async () => {
    organizationId = (await createOrganization()).id;
    const old = daysAgo(400);
    await make(organizationId, "used in time", { createdAt: old, usedAt: daysAgo(30, MINUTE) });
    await make(organizationId, "used too long ago", { createdAt: old, usedAt: daysAgo(30) });
    await make(organizationId, "never used, young", { createdAt: daysAgo(30, MINUTE) });
    await make(organizationId, "never used, old", { createdAt: daysAgo(30), permissions: ["agent"] });
    await make(organizationId, "expired", { createdAt: old, usedAt: daysAgo(90), expiresAt: daysAgo(80) });
    await make(organizationId, "revoked", { createdAt: old, usedAt: daysAgo(90), revokedAt: daysAgo(80) });
    await make(organizationId, "revoked in use", { createdAt: old, usedAt: daysAgo(2), revokedAt: daysAgo(1) });
  });
  const names = async (query: ListTokensQuery) =>
    (await page(organizationId, query)).items.map(({ name }) => name).toSorted();

  test("are those last used before, and those never used that were created before", async () => {
    expect(await names({ unusedDays: 30 })).toEqual(["expired", "never used, old", "used too long ago"]);
    expect(await names({ unusedDays: 31 })).toEqual(["expired"]);
    expect(await names({ unusedDays: 29 })).toHaveLength(5);
    expect(await names({ unusedDays: 3_650 })).toEqual([]);
  });

  test("are found together with the other filters, revoked ones only by their status", async () => {
    expect(await names({ unusedDays: 30, status: ["live", "expiring"] })).toEqual([
      "never used, old",
      "used too long ago",
    ]);
    expect(await names({ unusedDays: 30, status: ["revoked"] })).toEqual(["revoked"]);
    expect(await names({ unusedDays: 30, permission: ["agent"] })).toEqual(["never used, old"]);
    expect(await names({ unusedDays: 30, search: "used", spaceAccess: "organization" })).toEqual([
      "never used, old",
      "used too long ago",
    ]);
  });

  test("are counted and paged in each order", async () => {
    for (const sort of ["name", "created", "lastUsed", "expires"] as const) {
      const first = await page(organizationId, { unusedDays: 30, sort, limit: 2 });
      const second = await page(organizationId, { unusedDays: 30, sort, limit: 2, after: first.nextCursor ?? "" });
      expect([first.total, first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, 1, null]);
    }
  });

  test("are listed by as many statements as all tokens", async () => {
    const all = await countStatements(() => page(organizationId, {}));
    const unused = await countStatements(() => page(organizationId, { unusedDays: 30 }));
    expect(unused.statements).toBe(all.statements);
  });
});

describe("the filter of the API", () => {
  let world: World;
  let token: string;
  beforeAll(async () => {
    world = await createWorld();
    token = world.secret("owner", "organization");
    await make(world.places.own.organizationId, "Forgotten", { createdAt: daysAgo(40) });
  });
  const rest = async (query: string) => {
    const answer = await call("GET", `/api/v1/tokens?${query}`, { token });
    return (await answer.json()) as { items: { name: string }[] };
  };
  const graphql = async (days: string) => {
    const query = `{ apiTokens(unusedDays: ${days}) { totalCount edges { node { name } } } }`;
    return (await (await call("POST", "/api/graphql", { token, body: { query } })).json()) as object;
  };

  test("finds unused tokens in REST and GraphQL", async () => {
    expect((await rest("unusedDays=30")).items.map(({ name }) => name)).toEqual(["Forgotten"]);
    expect((await rest("unusedDays=90")).items).toEqual([]);
    const apiTokens = { totalCount: 1, edges: [{ node: { name: "Forgotten" } }] };
    expect(await graphql("30")).toEqual({ data: { apiTokens } });
    expect(await graphql("90")).toEqual({ data: { apiTokens: { totalCount: 0, edges: [] } } });
    expect(await graphql("null")).not.toHaveProperty("errors");
  });

  test.each(["0", "1.5", "-1", "3651", "4000", "99999", "month", "", "30&unusedDays=60"])(
    "refuses “%s” days in REST",
    async (days) => {
      expect(await rest(`unusedDays=${days}`)).toMatchObject({
        status: 400,
        code: "invalid_request",
        errors: [{ field: "unusedDays" }],
      });
    },
  );

  test.each(["0", "-1", "3651"])("refuses %s days in GraphQL", async (days) => {
    expect(await graphql(days)).toMatchObject({
      errors: [{ extensions: { code: "invalid_input", errors: [{ field: "unusedDays" }] } }],
    });
  });
});
