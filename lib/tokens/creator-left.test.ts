import { expect, test } from "vitest";
import { createMember, createOrganization } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db } from "../platform/db";
import { disableMember, enableMember, removeMember } from "../members/mutations";
import { issueToken } from "./issuing";
import { listTokens } from "./queries";
import { issueTokenSchema, listTokensSchema } from "./schema";

useTestDatabase();

test("tokens whose creator was disabled or removed are marked and can be filtered", async () => {
  const { id: organizationId } = await createOrganization();
  const boss = await createMember(organizationId, "super_admin");
  const creator = await createMember(organizationId, "admin");
  for (const [by, name] of [
    [boss, "Stays"],
    [creator, "Orphan"],
  ] as const)
    expect(await issueToken(by, issueTokenSchema.parse({ name, spaceId: null }))).toMatchObject({ ok: true });

  const left = async () => {
    const all = await listTokens(boss, listTokensSchema.parse({}));
    const found = await listTokens(boss, listTokensSchema.parse({ creator: "left" }));
    if (!all.ok || !found.ok) throw new Error("refused");
    const names = found.page.items.map(({ name }) => name);
    expect(all.page.items.filter(({ creatorLeft }) => creatorLeft).map(({ name }) => name)).toEqual(names);
    return names;
  };
  const version = async () =>
    (await db().membership.findFirstOrThrow({ where: { organizationId, userId: creator.userId } })).version;
  const target = async () => ({ userId: creator.userId, version: await version() });

  expect(await left()).toEqual([]);
  expect(await disableMember(boss, await target())).toMatchObject({ ok: true });
  expect(await left()).toEqual(["Orphan"]);
  expect(await enableMember(boss, await target())).toMatchObject({ ok: true });
  expect(await left()).toEqual([]);
  expect(await removeMember(boss, await target())).toMatchObject({ ok: true });
  expect(await left()).toEqual(["Orphan"]);
});
