import { randomBytes } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { superAdmin } from "@/tools/testing/actors";
import { createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { db } from "../platform/db";
import { getAdvice, listAdvice, readScore } from "./queries";
import { ADVICE_JOB } from "./refresh";
import { listAdviceSchema } from "./schema";

useTestDatabase();

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
let organizationId: string;
let otherId: string;

beforeAll(async () => {
  organizationId = (await createOrganization()).id;
  otherId = (await createOrganization()).id;
});
beforeEach(() => db().apiToken.deleteMany());

interface Given {
  readonly name: string;
  readonly organization?: string;
  readonly expires?: boolean;
  readonly ageDays?: number;
  readonly revoked?: boolean;
  readonly usedDaysAgo?: number;
  readonly permissions?: readonly ("viewer" | "owner")[];
}

async function createToken({
  name,
  expires = true,
  ageDays = 1,
  usedDaysAgo,
  permissions = ["viewer"],
  ...given
}: Given) {
  const organization = given.organization ?? organizationId;
  const { id } = await db().apiToken.create({
    data: {
      organizationId: organization,
      name,
      hint: "x",
      createdByName: "x",
      permissions: [...permissions],
      createdAt: ago(ageDays),
      updatedAt: ago(ageDays),
      ...(expires ? { expiresAt: ago(-60) } : {}),
      ...(given.revoked ? { revokedAt: new Date(), revokedByName: "x" } : {}),
    },
    select: { id: true },
  });
  await db().tokenSecret.create({
    data: { digest: randomBytes(32), tokenId: id, organizationId: organization, hint: "x", createdAt: ago(ageDays) },
  });
  if (usedDaysAgo !== undefined)
    await db().tokenActivity.create({ data: { tokenId: id, organizationId: organization, at: ago(usedDaysAgo) } });
  return id;
}

const seeSince = (tokenId: string, kind: string, value: string, firstDaysAgo: number) =>
  db().tokenSighting.create({
    data: { tokenId, organizationId, kind, value, firstAt: ago(firstDaysAgo), lastAt: ago(1) },
  });

const refresh = () => ADVICE_JOB.run(new AbortController().signal);
const actor = () => superAdmin(organizationId);

async function listed(input: object = {}): Promise<string[]> {
  const found = await listAdvice(actor(), listAdviceSchema.parse(input));
  if (!found.ok) throw new Error(found.reason);
  return found.page.items.map(({ name, advice }) => `${name}: ${advice.kind}`).sort();
}

describe("advice about the organization's tokens", () => {
  test("is found by the job, for live tokens of each organization alone", async () => {
    await createToken({ name: "Good" });
    await createToken({ name: "Forever", expires: false });
    await createToken({ name: "Stale", ageDays: 400 });
    await createToken({ name: "Gone", expires: false, revoked: true });
    await createToken({ name: "Foreign", expires: false, organization: otherId });
    await refresh();
    expect(await listed()).toEqual(["Forever: no_expiration", "Stale: never_used", "Stale: old_secret"]);
    expect(await listed({ kind: "no_expiration" })).toEqual(["Forever: no_expiration"]);
    const found = await readScore(actor());
    expect(found.ok && found.score).toMatchObject({ live: 3, advised: 2, isExact: true });
    expect(found.ok && Object.fromEntries(found.score.kinds.map(({ kind, tokens }) => [kind, tokens]))).toEqual({
      no_expiration: 1,
      never_used: 1,
      old_secret: 1,
    });
  });

  test("is removed with the token", async () => {
    const id = await createToken({ name: "Forever", expires: false });
    await refresh();
    await db().apiToken.update({ where: { id }, data: { revokedAt: new Date(), revokedByName: "x" } });
    expect(await listed()).toEqual([]);
    await refresh();
    expect(await db().tokenAdvice.count()).toBe(0);
  });

  test("no longer counts once its token changed, and is found anew", async () => {
    const id = await createToken({ name: "Forever", expires: false });
    await refresh();
    await db().apiToken.update({ where: { id }, data: { expiresAt: ago(-60), version: { increment: 1 } } });
    expect(await listed()).toEqual([]);
    await refresh();
    expect(await db().tokenAdvice.count()).toBe(0);
  });

  test("is found in batches, and again without writing anything", async () => {
    await db().apiToken.createMany({
      data: Array.from({ length: 1_200 }, (_, at) => ({
        organizationId,
        name: `Token ${at}`,
        hint: "x",
        createdByName: "x",
        permissions: ["viewer" as const],
      })),
    });
    await refresh();
    expect(await db().tokenAdvice.count()).toBe(1_200);
    const versions = () => db().$queryRaw<{ xmin: string }[]>`SELECT DISTINCT xmin::text FROM "TokenAdvice" ORDER BY 1`;
    const before = await versions();
    await refresh();
    expect(await versions()).toEqual(before);
  });
});

test("a token's own advice is what is true now", async () => {
  const id = await createToken({ name: "Broad", ageDays: 60, usedDaysAgo: 1, permissions: ["owner"] });
  await seeSince(id, "action", "space.read", 40);
  await seeSince(id, "address", "192.0.2.7", 40);
  const advice = async (of = actor()) => {
    const found = await getAdvice(of, id);
    return found.ok ? found.advice : found.reason;
  };
  expect(await advice()).toEqual([
    { kind: "unneeded_permissions", enough: ["viewer"] },
    { kind: "no_networks", network: "192.0.2.0/24" },
  ]);
  expect(await advice(superAdmin(otherId))).toEqual([]);
  await db().apiToken.update({
    where: { id },
    data: { permissions: ["viewer"], limits: { networks: ["192.0.2.0/24"] } },
  });
  expect(await advice()).toEqual([]);
});
