import { randomBytes } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { closeDatabase, db } from "../db";
import { inTransaction } from "../db/transaction";
import { begin, ClaimLost, complete, keyUse, release, underClaim, type Claim } from ".";

useTestDatabase();
afterAll(closeDatabase);

const BODY = randomBytes(32);
const use = () =>
  keyUse(
    { id: "token", organizationId: "acme-corp" },
    { method: "POST", path: "/", key: randomBytes(8).toString("hex") },
    BODY,
  );

async function claimOf(of: ReturnType<typeof use>): Promise<Claim> {
  const begun = await begin(of);
  return begun.state === "first" ? begun.claim : expect.fail(begun.state);
}

const create = (id: string, fails = false) =>
  inTransaction<object>(async (tx) => {
    await tx.organization.create({ data: { id, code: id.slice(0, 5).toUpperCase(), name: id } });
    return fails ? { ok: false, reason: "name_taken" } : { ok: true };
  });
const exists = async (id: string) => (await db().organization.count({ where: { id } })) === 1;
const age = () => db().$executeRaw`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '6 minutes'`;

test("a key that a later request took over rolls the first one back", async () => {
  const key = use();
  await claimOf(key);
  await age();
  const { createdAt: claimedAt } = await db().idempotencyKey.findUniqueOrThrow({ where: { id: key.id } });
  const second = await claimOf(key);
  await expect(underClaim({ id: key.id, claimedAt }, () => create("first-corp"))).rejects.toThrow(ClaimLost);
  await underClaim(second, () => create("second-corp"));
  expect([await exists("first-corp"), await exists("second-corp")]).toEqual([false, true]);
});

test("a committed change keeps its key, and a refused one frees it", async () => {
  const [committed, refused] = [use(), use()];
  const claims = [await claimOf(committed), await claimOf(refused)] as const;
  await underClaim(claims[0], () => create("third-corp"));
  await underClaim(claims[1], () => create("fourth-corp", true));
  await Promise.all(claims.map(release));
  await age();
  expect([(await begin(committed)).state, (await begin(refused)).state]).toEqual(["running", "first"]);
});

test("a transaction outside of the request's work marks nothing", async () => {
  const key = use();
  const claim = await claimOf(key);
  await create("fifth-corp");
  expect(await db().idempotencyKey.findUnique({ where: { id: key.id } })).toMatchObject({ committedAt: null });
  await complete(claim, { status: 201, headers: {}, body: "{}" });
  expect((await begin(key)).state).toBe("done");
});
