import { expect, test } from "vitest";
import { createMember, createOrganization } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { Actor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { countTokensOf, listTokenCreators, revokeTokensOf } from "./creators";
import { issueToken } from "./issuing";
import { listTokens } from "./queries";
import { issueTokenSchema, listTokensSchema } from "./schema";

useTestDatabase();

async function tenant() {
  const { id } = await createOrganization();
  return {
    boss: await createMember(id, "super_admin"),
    admin: await createMember(id, "admin"),
    member: await createMember(id, "member"),
  };
}

async function issue(by: Actor, name: string): Promise<string> {
  const issued = await issueToken(by, issueTokenSchema.parse({ name }));
  if (!issued.ok) throw new Error(issued.reason);
  return issued.token.id;
}

const names = async (by: Actor, creator: string) => {
  const found = await listTokens(by, listTokensSchema.parse({ creator, sort: "name", direction: "asc" }));
  return found.ok && found.page.items.map(({ name }) => name);
};

test("tokens are listed by their creator, also after the creator has left", async () => {
  const { boss, admin, member } = await tenant();
  await issue(boss, "Mine");
  await issue(admin, "Theirs 1");
  await issue(admin, "Theirs 2");
  await db().membership.delete({
    where: { organizationId_userId: { organizationId: boss.organizationId, userId: admin.userId } },
  });
  expect(await names(boss, admin.userId)).toEqual(["Theirs 1", "Theirs 2"]);
  const creators = await listTokenCreators(boss, undefined);
  expect(creators.ok && creators.creators.map(({ id }) => id).sort()).toEqual([boss.userId, admin.userId].sort());
  expect(await listTokenCreators(member, undefined)).toMatchObject({ ok: false });
});

test("all tokens that a person created are revoked, with an event each, and no other", async () => {
  const { boss, admin, member } = await tenant();
  const [first, second] = [await issue(admin, "First"), await issue(admin, "Second")];
  const kept = await issue(boss, "Kept");
  await db().tokenActivity.create({ data: { tokenId: first, organizationId: boss.organizationId, at: new Date() } });
  expect(await countTokensOf(boss, admin.userId)).toEqual({ ok: true, live: 2, used: 1 });
  expect(await countTokensOf(member, admin.userId)).toMatchObject({ ok: false });
  expect(await revokeTokensOf(member, admin.userId)).toMatchObject({ ok: false });
  expect(await revokeTokensOf(boss, admin.userId)).toEqual({ ok: true, revoked: 2 });
  expect(await countTokensOf(boss, admin.userId)).toEqual({ ok: true, live: 0, used: 0 });
  const events = await db().auditEvent.findMany({ where: { action: "token.revoked", chain: boss.organizationId } });
  expect(events.map(({ resourceId }) => resourceId).sort()).toEqual([first, second].sort());
  expect(await db().apiToken.findUniqueOrThrow({ where: { id: kept } })).toMatchObject({ revokedAt: null });
});

test("a list of creators that does not name all of them says so", async () => {
  const { boss } = await tenant();
  const { organizationId } = boss;
  const add = (count: number) => db().$executeRaw`
    INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "hint", "createdById", "createdByName",
      "updatedAt")
    SELECT gen_random_uuid(), ${organizationId}, gen_random_uuid()::text, '{viewer}', '', gen_random_uuid(), 'P' || n,
      now()
    FROM generate_series(1, ${count}::int) n`;
  await add(200);
  const all = await listTokenCreators(boss, undefined);
  expect(all).toMatchObject({ ok: true, isCut: false });
  expect(all.ok && all.creators.map(({ name }) => name).slice(0, 3)).toEqual(["P1", "P2", "P3"]);
  await add(1);
  const cut = await listTokenCreators(boss, undefined);
  expect(cut.ok && [cut.creators.length, cut.isCut]).toEqual([200, true]);
  expect(await listTokenCreators(boss, "organization")).toEqual(cut);
});
