import { afterAll, beforeAll, expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "../api/testing/call";
import { createWorld, type World } from "../api/testing/world";
import { closeDatabase, db } from "../platform/db";

useTestDatabase();
afterAll(closeDatabase);

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = world.secret("owner", "organization");
});

interface Made {
  readonly name: string;
  readonly age: number;
  readonly usedDaysAgo?: number;
  readonly lifetimeFrom?: Date;
  readonly expiresAt?: Date;
  readonly revokedAt?: Date;
}

async function make({ name, age, usedDaysAgo, ...facts }: Made): Promise<void> {
  const { organizationId } = world.places.own;
  const { id } = await db().apiToken.create({
    data: { organizationId, name, hint: "x", createdByName: "Ada", createdAt: daysAgo(age), ...facts },
  });
  if (usedDaysAgo !== undefined)
    await db().tokenActivity.create({ data: { organizationId, tokenId: id, at: daysAgo(usedDaysAgo) } });
}

const ask = async (query: string): Promise<unknown> =>
  (await call("GET", `/api/v1/organization/token-policy-preview?${query}`, { token })).json();

test("before the longest life is lowered one can see what it ends: live tokens, and those in use", async () => {
  await make({ name: "young", age: 10, usedDaysAgo: 1 });
  await make({ name: "old and used", age: 40, usedDaysAgo: 6 });
  await make({ name: "old and unused", age: 40, usedDaysAgo: 8 });
  await make({ name: "old and never used", age: 31 });
  await make({ name: "child of an old one", age: 1, lifetimeFrom: daysAgo(40), usedDaysAgo: 0 });
  await make({ name: "expired already", age: 40, expiresAt: daysAgo(1) });
  await make({ name: "revoked already", age: 40, revokedAt: daysAgo(1) });
  expect(await ask("tokenMaxLifetimeDays=30")).toEqual({ tokensEnding: 4, recentlyUsed: 2 });
  expect(await ask("tokenMaxLifetimeDays=60")).toEqual({ tokensEnding: 0, recentlyUsed: 0 });
  await call("PATCH", "/api/v1/organization", { token, body: { tokenMaxLifetimeDays: 30 } });
  expect(await ask("tokenMaxLifetimeDays=30")).toEqual({ tokensEnding: 0, recentlyUsed: 0 });
  expect(await ask("tokenMaxLifetimeDays=5")).toEqual({ tokensEnding: 1, recentlyUsed: 1 });
});

test.each(["", "tokenMaxLifetimeDays=0", "tokenMaxLifetimeDays=x", "tokenMaxLifetimeDays=99999"])(
  "the question %j is refused",
  async (query) => {
    expect(await ask(query)).toMatchObject({ status: 400, code: "invalid_request" });
  },
);
