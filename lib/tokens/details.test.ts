import { expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, tokenActor } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import type { Actor } from "../access/authorization/actor";
import { getTokenDetails } from "./details";
import { issueToken } from "./issuing";
import { issueTokenSchema } from "./schema";

useTestDatabase();

async function issue(actor: Actor, input: object) {
  const issued = await issueToken(actor, issueTokenSchema.parse(input));
  if (!issued.ok) throw new Error(issued.reason);
  return issued.token;
}

test("the parent of a token is named only to an actor who may see the parent", async () => {
  const organizationId = (await createOrganization()).id;
  const spaceId = (await createSpaceIn(organizationId)).id;
  const ada = await createMember(organizationId, "super_admin");
  const parent = await issue(ada, { name: "Parent of the organization", permissions: ["owner"] });
  const asParent = { ...tokenActor(organizationId, ["owner"]), tokenId: parent.id };
  const child = await issue(asParent, { name: "Child", spaceId, permissions: ["viewer"] });
  const inSpace = tokenActor(organizationId, ["editor"], spaceId);
  expect(await getTokenDetails(ada, child.id)).toMatchObject({ ok: true, parent: { name: parent.name } });
  expect(await getTokenDetails(inSpace, child.id)).toMatchObject({ ok: true, parent: null });
  expect(await getTokenDetails(inSpace, child.id)).toMatchObject({ parentEndsAt: parent.expiresAt });
  expect(await getTokenDetails(ada, parent.id)).toMatchObject({ parentEndsAt: null });
});
