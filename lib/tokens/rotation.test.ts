import { beforeAll, expect, test } from "vitest";
import { createMember, createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { issueToken } from "./issuing";
import { rotateToken, rotateTokenSchema } from "./rotation";
import { issueTokenSchema } from "./schema";

useTestDatabase();

let ada: UserActor;
let names = 0;

beforeAll(async () => {
  ada = await createMember((await createOrganization()).id, "super_admin");
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.reason);
  return result;
}

const issue = async () => must(await issueToken(ada, issueTokenSchema.parse({ name: `Token ${(names += 1)}` })));
const rotate = async (tokenId: string, version: number, graceSeconds = 0) =>
  rotateToken(ada, { tokenId, version, graceSeconds });
const isLive = async (secret: Secret) => (await findUsable(secret.reveal())) !== null;

test("the old secret ends at once, and the new one works", async () => {
  const { token, secret } = await issue();
  const rotated = must(await rotate(token.id, token.version));
  expect(await isLive(secret)).toBe(false);
  expect(await isLive(rotated.secret)).toBe(true);
});

test("with a grace period both secrets work until it ends", async () => {
  const { token, secret } = await issue();
  const rotated = must(await rotate(token.id, token.version, 3_600));
  expect([await isLive(secret), await isLive(rotated.secret)]).toEqual([true, true]);
  await db().$executeRaw`UPDATE "TokenSecret" SET "expiresAt" = now() - interval '1 second'
      WHERE "tokenId" = ${token.id}::uuid AND "expiresAt" IS NOT NULL`;
  expect([await isLive(secret), await isLive(rotated.secret)]).toEqual([false, true]);
});

const endsOf = async (tokenId: string) =>
  (await db().tokenSecret.findMany({ where: { tokenId }, orderBy: { expiresAt: "asc" } })).map(
    ({ expiresAt }) => expiresAt,
  );

test("a secret in grace keeps its time when the token is rotated again", async () => {
  const { token, secret } = await issue();
  const second = must(await rotate(token.id, token.version, 86_400));
  const [promised] = await endsOf(token.id);
  const third = must(await rotate(token.id, second.token.version, 3_600));
  expect([await isLive(secret), await isLive(second.secret), await isLive(third.secret)]).toEqual([true, true, true]);
  expect((await endsOf(token.id))[1]).toEqual(promised);
});

test("there are never more than three secrets: the one that would end first ends with the next rotation", async () => {
  const { token, secret } = await issue();
  const second = must(await rotate(token.id, token.version, 86_400));
  const third = must(await rotate(token.id, second.token.version, 3_600));
  const fourth = must(await rotate(token.id, third.token.version, 3_600));
  const live = [secret, second.secret, third.secret, fourth.secret].map(isLive);
  expect(await Promise.all(live)).toEqual([true, false, true, true]);
  expect(await db().tokenSecret.count({ where: { tokenId: token.id } })).toBe(3);
});

test("a rotation without grace ends every old secret at once", async () => {
  const { token, secret } = await issue();
  const second = must(await rotate(token.id, token.version, 86_400));
  const third = must(await rotate(token.id, second.token.version, 86_400));
  const fourth = must(await rotate(token.id, third.token.version));
  const live = [secret, second.secret, third.secret, fourth.secret].map(isLive);
  expect(await Promise.all(live)).toEqual([false, false, false, true]);
});

test("a rotation keeps the expiration and updates the hint", async () => {
  const { token } = await issue();
  const { token: rotated, secret } = must(await rotate(token.id, token.version));
  expect(rotated.expiresAt).toBe(token.expiresAt);
  expect(rotated.hint.slice(-4)).toBe(secret.reveal().slice(-4));
});

test("the second of two concurrent rotations fails, so that its caller does not get a dead secret", async () => {
  const { token } = await issue();
  const results = await Promise.all([rotate(token.id, token.version), rotate(token.id, token.version)]);
  expect(results.map((result) => (result.ok ? "ok" : result.reason)).sort()).toEqual(["ok", "stale"]);
});

test("a grace period of more than 7 days is refused", () => {
  const input = { tokenId: crypto.randomUUID(), version: 1 };
  expect(rotateTokenSchema.safeParse({ ...input, graceSeconds: 604_800 }).success).toBe(true);
  expect(rotateTokenSchema.safeParse({ ...input, graceSeconds: 604_801 }).success).toBe(false);
});

/** An Owner token that lives for `days`, as an actor. */
async function ownerFor(days: number) {
  const input = { name: `Owner ${(names += 1)}`, permissions: ["owner"], expiration: { kind: "days", days } };
  const { secret } = must(await issueToken(ada, issueTokenSchema.parse(input)));
  const live = await findUsable(secret.reveal());
  if (!live) throw new Error("The token is not live.");
  return toActor(live.record, null);
}

test("a token cannot rotate a token that outlives it, neither its parent nor any other", async () => {
  const { token } = await issue();
  const rotation = { tokenId: token.id, version: null, graceSeconds: 0 };
  expect(await rotateToken(await ownerFor(1), rotation)).toMatchObject({ ok: false, reason: "exceeds_parent" });
  expect(await rotateToken(await ownerFor(3_650), rotation)).toMatchObject({ ok: true });
});
