import { expect, test } from "vitest";
import { createOrganization, createSpaceIn, lastEvents, storedTokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { listContentSchema } from "./schema";
import { smallBundle } from "./testing";
import { deleteQueryPack, uploadQueryPacks } from "./querypack-mutations";
import { downloadQueryPack, findQueryPacks, getQueryPack, listQueryPacks } from "./querypack-queries";

useTestDatabase();

test("query packs are stored, listed, downloaded and deleted like policies", async () => {
  const { id: organizationId } = await createOrganization();
  const { id: spaceId } = await createSpaceIn(organizationId);
  const editor = await storedTokenActor(organizationId, ["editor"]);
  const bytes = smallBundle({ packs: ["inventory"] });
  const uploaded = await uploadQueryPacks(editor, { spaceId, bytes, overwrite: false });
  const item = uploaded.ok ? uploaded.items[0] : undefined;
  expect(item).toMatchObject({
    kind: "querypack",
    mrn: `//policy.api.mondoo.app/spaces/${spaceId}/querypacks/inventory`,
    checks: 0,
    queries: 1,
  });
  const id = String(item?.id);
  expect(await getQueryPack(editor, id)).toMatchObject({ ok: true, item: { uid: "inventory" } });
  expect(await findQueryPacks(editor, [{ spaceId, uid: "inventory" }])).toMatchObject([{ id }]);
  expect(await listQueryPacks(editor, listContentSchema.parse({ spaceId }))).toMatchObject({
    page: { total: 1, items: [{ id }] },
  });
  const file = await downloadQueryPack(editor, id);
  expect(file.ok && Buffer.compare(file.file.bytes, bytes)).toBe(0);
  expect(await deleteQueryPack(editor, { id })).toMatchObject({ ok: true });
  expect(await lastEvents(organizationId, 2)).toMatchObject([
    { action: "querypack.deleted" },
    { action: "querypack.uploaded", message: "Uploaded query pack “Pack inventory”" },
  ]);
});
