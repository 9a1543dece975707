import { expect, test } from "vitest";
import { createMember, createOrganization, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { db } from "../platform/db";
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
  expect(await listGrantableApis(admin)).toEqual({ ok: true, apis: [offered], total: 1 });
  const foreign = await createMember((await createOrganization()).id, "admin");
  expect(await listGrantableApis(foreign)).toEqual({ ok: true, apis: [], total: 0 });
  const agent = tokenActor(organizationId, ["agent"]);
  expect(await listGrantableApis(agent)).toMatchObject({ ok: false, reason: "insufficient_scope" });
});

test("of many APIs the form says how many there are, and a search finds the others", async () => {
  const { id: organizationId } = await createOrganization();
  const admin = await createMember(organizationId, "admin");
  await db().api.createMany({
    data: Array.from({ length: 60 }, (_, i) => ({
      organizationId,
      identifier: `urn:acme:${i}`,
      name: `API ${String(i).padStart(2, "0")}${i === 55 ? " 100%" : ""}`,
    })),
  });
  const apis = await db().api.findMany({ where: { organizationId }, select: { id: true } });
  await db().apiScope.createMany({ data: apis.map(({ id }) => ({ organizationId, apiId: id, name: "read" })) });
  const names = async (search?: string) => {
    const result = await listGrantableApis(admin, search);
    if (!result.ok) throw new Error(result.reason);
    return [result.total, result.apis.length, result.apis[0]?.name];
  };
  expect(await names()).toEqual([60, 50, "API 00"]);
  expect(await names("api 55")).toEqual([1, 1, "API 55 100%"]);
  expect(await names("URN:ACME:59")).toEqual([1, 1, "API 59"]);
  expect(await names("%")).toEqual([1, 1, "API 55 100%"]);
  expect(await names("nothing")).toEqual([0, 0, undefined]);
});
