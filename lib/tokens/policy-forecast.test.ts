import { expect, test } from "vitest";
import { createMember, createOrganization } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { Actor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { issueToken } from "./issuing";
import { forecastPolicy } from "./policy-forecast";
import { listTokens } from "./queries";
import { issueTokenSchema, listTokensSchema } from "./schema";

useTestDatabase();

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Given {
  ageDays: number;
  usedDaysAgo?: number;
  requestsInAnHour?: number;
  parentId?: string;
  revoked?: boolean;
}

async function tenant() {
  const { id } = await createOrganization();
  return { id, owner: await createMember(id, "super_admin"), admin: await createMember(id, "admin") };
}

async function token(by: Actor, name: string, given: Given): Promise<string> {
  const issued = await issueToken(by, issueTokenSchema.parse({ name, expiration: { kind: "never" } }));
  if (!issued.ok) throw new Error(issued.reason);
  const { id } = issued.token;
  const { organizationId } = by;
  const createdAt = new Date(Date.now() - given.ageDays * DAY);
  const revokedAt = given.revoked ? new Date() : null;
  await db().apiToken.update({ where: { id }, data: { createdAt, parentId: given.parentId ?? null, revokedAt } });
  if (given.usedDaysAgo !== undefined) {
    const at = new Date(Date.now() - given.usedDaysAgo * DAY);
    await db().tokenActivity.create({ data: { tokenId: id, organizationId, at } });
    const requests = given.requestsInAnHour ?? 1;
    const hour = new Date(Math.floor(at.getTime() / HOUR) * HOUR);
    await db().tokenUsage.create({ data: { tokenId: id, organizationId, hour, requests } });
  }
  return id;
}

test("a forecast tells how many live tokens end, and how many of those were used in the last 7 days", async () => {
  const { id, owner } = await tenant();
  await token(owner, "Old and used", { ageDays: 40, usedDaysAgo: 2 });
  await token(owner, "Old and unused", { ageDays: 40, usedDaysAgo: 9 });
  await token(owner, "Old and never used", { ageDays: 31 });
  await token(owner, "Old and revoked", { ageDays: 40, usedDaysAgo: 2, revoked: true });
  await token(owner, "New", { ageDays: 3, usedDaysAgo: 1 });
  const answer = await forecastPolicy(owner, { tokenMaxLifetimeDays: 30, tokenRequestsPerMinute: null });
  expect(answer).toEqual({
    ok: true,
    forecast: { live: 4, ending: 3, endingUsed: 1, shortened: 1, used: 2, aboveLimit: 0 },
  });
  // The forecast is what happens.
  await db().organization.update({ where: { id }, data: { tokenMaxLifetimeDays: 30 } });
  const expired = await listTokens(owner, listTokensSchema.parse({ status: ["expired"] }));
  expect(expired.ok && expired.page.total).toBe(3);
});

test("a forecast tells which tokens made more requests than a limit, child tokens included", async () => {
  const { owner } = await tenant();
  const parentId = await token(owner, "Parent", { ageDays: 1, usedDaysAgo: 1, requestsInAnHour: 400 });
  await token(owner, "Child", { ageDays: 1, usedDaysAgo: 1, requestsInAnHour: 400, parentId });
  await token(owner, "Quiet", { ageDays: 1, usedDaysAgo: 1, requestsInAnHour: 500 });
  await token(owner, "Busy long ago", { ageDays: 20, usedDaysAgo: 10, requestsInAnHour: 90_000 });
  const above = async (tokenRequestsPerMinute: number) => {
    const answer = await forecastPolicy(owner, { tokenMaxLifetimeDays: null, tokenRequestsPerMinute });
    return answer.ok && answer.forecast;
  };
  expect(await above(10)).toMatchObject({ live: 4, used: 3, aboveLimit: 2 });
  expect(await above(8)).toMatchObject({ aboveLimit: 3 });
  expect(await above(600)).toMatchObject({ aboveLimit: 0 });
});

test("only those who may set the policy get a forecast", async () => {
  const { admin } = await tenant();
  expect(await forecastPolicy(admin, { tokenMaxLifetimeDays: 1, tokenRequestsPerMinute: null })).toMatchObject({
    ok: false,
    reason: "insufficient_scope",
  });
});
