import { expect, test } from "vitest";
import { createMember, createOrganization, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { createApi, deleteApi, setScopes } from "./mutations";
import { listGrantableApis } from "./queries";
import { createApiSchema } from "./schema";

useTestDatabase();

test("the form for tokens is offered the live scopes of the organization's live APIs", async () => {
  const { id: organizationId } = await createOrganization();
  const admin = await createMember(organizationId, "admin");
  const create = async (name: string, scopes: readonly string[]) => {
    const input = createApiSchema.parse({
      identifier: `urn:acme:${name}`,
      name,
      scopes: scopes.map((scope) => ({ name: scope })),
      defaults: { maxLifetimeDays: 30 },
    });
    const result = await createApi(admin, input);
    if (!result.ok) throw new Error(result.reason);
    return result.api.id;
  };
  const billing = await create("billing", ["b", "a"]);
  await create("empty", []);
  await deleteApi(admin, { apiId: await create("gone", ["a"]) });
  await setScopes(admin, { apiId: billing, scopes: [{ name: "b", description: "Second" }] });
  const offered = {
    identifier: "urn:acme:billing",
    name: "billing",
    maxLifetimeDays: 30,
    scopes: [{ name: "b", description: "Second" }],
  };
  expect(await listGrantableApis(admin)).toEqual({ ok: true, apis: [offered] });
  const foreign = await createMember((await createOrganization()).id, "admin");
  expect(await listGrantableApis(foreign)).toEqual({ ok: true, apis: [] });
  const agent = tokenActor(organizationId, ["agent"]);
  expect(await listGrantableApis(agent)).toMatchObject({ ok: false, reason: "insufficient_scope" });
});
