import { beforeEach, expect, test } from "vitest";
import { createMember, createOrganization, lastEvents } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { UserActor } from "../access/authorization/actor";
import type { FormUse } from "../platform/idempotency/form";
import { uuidv7 } from "../platform/uuid";
import { createApi, setScopes, updateApi } from "./mutations";
import { listApis } from "./queries";
import { createApiSchema, listApisSchema } from "./schema";

useTestDatabase();

let admin: UserActor;
const INPUT = createApiSchema.parse({ identifier: "urn:acme:billing", name: "Billing", scopes: [{ name: "a" }] });

beforeEach(async () => {
  admin = await createMember((await createOrganization()).id, "admin");
});

const openForm = (by = admin): FormUse => ({
  organizationId: by.organizationId,
  userId: by.userId,
  formId: uuidv7(),
});

async function created(form?: FormUse) {
  const result = await createApi(admin, INPUT, form);
  if (!result.ok) throw new Error(result.reason);
  return result.api;
}

test("a form that registers an API registers it once, however often it is sent", async () => {
  const form = openForm();
  const api = await created(form);
  expect(await createApi(admin, INPUT, form)).toEqual({ ok: true, api });
  const list = await listApis(admin, listApisSchema.parse({}));
  expect(list.ok && list.page.total).toBe(1);
  expect(await lastEvents(admin.organizationId)).toMatchObject([{ action: "api.created" }]);
});

test("a registration with another identifier is another one, and one that failed can be sent again", async () => {
  const form = openForm();
  await created(form);
  expect(await createApi(admin, { ...INPUT, name: "Other" }, form)).toMatchObject({ reason: "identifier_taken" });
  const other = { ...INPUT, identifier: "urn:acme:other" };
  expect(await createApi(admin, other, form)).toMatchObject({ ok: true, api: { identifier: "urn:acme:other" } });
});

test("an edit that is sent again succeeds without a change, and with other values it is stale", async () => {
  const { id: apiId, version } = await created();
  const form = openForm();
  const input = { apiId, version, name: "Invoices" };
  const first = await updateApi(admin, input, form);
  expect(first).toMatchObject({ ok: true, api: { name: "Invoices", version: 2 } });
  expect(await updateApi(admin, input, form)).toEqual(first);
  expect(await updateApi(admin, { ...input, name: "Bills" }, form)).toMatchObject({ reason: "stale" });
});

test("scopes that are set again by the same form stay the same ones", async () => {
  const { id: apiId, version } = await created();
  const form = openForm();
  const input = { apiId, version, scopes: [{ name: "b", description: "" }] };
  const first = await setScopes(admin, input, form);
  expect(first).toMatchObject({ ok: true, api: { scopes: input.scopes, version: 2 } });
  expect(await setScopes(admin, input, form)).toEqual(first);
  expect(await setScopes(admin, { ...input, scopes: [] }, form)).toMatchObject({ reason: "stale" });
});

test("a form of another person is another one", async () => {
  const form = openForm();
  await created(form);
  const other = await createMember(admin.organizationId, "admin");
  expect(await createApi(other, INPUT, openForm(other))).toMatchObject({ reason: "identifier_taken" });
});
