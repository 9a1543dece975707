import { expect, test } from "vitest";
import {
  createMember,
  createOrganization,
  createSpaceIn,
  storedTokenActor,
  tokenActor,
} from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { Actor } from "../access/authorization/actor";
import { uploadPolicies } from "./policy-mutations";
import { uploadQueryPacks } from "./querypack-mutations";
import { searchContent } from "./search";
import { smallBundle } from "./testing";

useTestDatabase();

const found = async (actor: Actor, search: string, limit = 10) => {
  const result = await searchContent(actor, { search, limit });
  return result.ok ? result.items.map(({ name, shownInId }) => [name, shownInId]) : result.reason;
};

test("content is found by name and uid, with a space that shows it, and only what the actor may read", async () => {
  const organizationId = (await createOrganization()).id;
  const [a, b] = [await createSpaceIn(organizationId, "Alpha"), await createSpaceIn(organizationId, "Beta")];
  const editor = await storedTokenActor(organizationId, ["editor"]);
  await uploadPolicies(editor, { spaceId: b.id, bytes: smallBundle({ policies: ["tls-b"] }), overwrite: false });
  await uploadPolicies(editor, { spaceId: null, bytes: smallBundle({ policies: ["tls-all"] }), overwrite: false });
  await uploadQueryPacks(editor, { spaceId: a.id, bytes: smallBundle({ packs: ["tls-a"] }), overwrite: false });

  const member = await createMember(organizationId, "member");
  expect(await found(member, "TLS")).toEqual([
    ["Pack tls-a", a.id],
    ["Policy tls-all", a.id],
    ["Policy tls-b", b.id],
  ]);
  expect(await found(member, "pack tls")).toEqual([["Pack tls-a", a.id]]);
  expect(await found(member, "tls", 1)).toHaveLength(1);
  expect(await found(member, "%")).toEqual([]);
  expect(await found(tokenActor(organizationId, ["viewer"], b.id), "tls")).toEqual([
    ["Policy tls-all", b.id],
    ["Policy tls-b", b.id],
  ]);
  expect(await found(tokenActor(organizationId, ["verifier"]), "tls")).toBe("insufficient_scope");
  expect(await found(await createMember((await createOrganization()).id, "super_admin"), "tls")).toEqual([]);
});
