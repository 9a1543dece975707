"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { atFields, newApi } from "@/components/apis/api-input";
import { SCOPE_LINES, scopeLines } from "@/components/apis/scope-input";
import { formOf, type FormState, refused } from "@/components/forms/form-state";
import { action } from "@/lib/access/action";
import type { UserActor } from "@/lib/access/authorization/actor";
import { createApi, deleteApi, setScopes, updateApi } from "@/lib/apis/mutations";
import { getApi } from "@/lib/apis/queries";
import { createApiSchema, deleteApiSchema, scopeName, setScopesSchema, updateApiSchema } from "@/lib/apis/schema";
import type { FormUse } from "@/lib/platform/idempotency/form";
import type { Result } from "@/lib/platform/result/result";
import { id, slug } from "@/lib/platform/validation/fields";
import { z } from "@/lib/platform/validation/zod";
import { findScopeHolders } from "@/lib/tokens/scope-holders";

const once = { formId: id.optional() };
const seen = { version: true } as const;

function useOf(
  { organizationId, userId }: UserActor,
  { formId }: { formId?: string | undefined },
): FormUse | undefined {
  return formId === undefined ? undefined : { organizationId, userId, formId };
}

/** Re-renders the page, after a change and if the page shows an old state. */
function refreshed<T extends object>(result: Result<T>): Result<T> {
  if (result.ok || result.reason === "stale" || result.reason === "not_found") refresh();
  return result;
}

/** Does not re-render: the form navigates to the new API. */
export const createApiAction = action(createApiSchema.extend(once), ({ actor, input }) =>
  createApi(actor, input, useOf(actor, input)),
);

export const updateApiAction = action(updateApiSchema.required(seen).extend(once), async ({ actor, input }) =>
  refreshed(await updateApi(actor, input, useOf(actor, input))),
);

export const setScopesAction = action(setScopesSchema.required(seen).extend(once), async ({ actor, input }) =>
  refreshed(await setScopes(actor, input, useOf(actor, input))),
);

/** Does not re-render: the page belongs to the deleted API, and its form navigates away. */
export const deleteApiAction = action(deleteApiSchema.required({ confirmName: true }), ({ actor, input }) =>
  deleteApi(actor, input),
);

export const inspectApiAction = action(z.object({ apiId: id }), ({ actor, input }) => getApi(actor, input.apiId));

export const findScopeHoldersAction = action(z.object({ apiId: id, scope: scopeName.optional() }), ({ actor, input }) =>
  findScopeHolders(actor, input),
);

const KEPT = [
  "identifier",
  "name",
  "description",
  "algorithm",
  "exchangesLimited",
  "tokenPrefix",
  "lifetimeDays",
  "maxLifetimeDays",
  "networks",
];

/** "Register API" where scripts do not run. */
export async function registerApiForm(organizationId: unknown, _before: FormState, given: unknown): Promise<FormState> {
  const values = formOf(given);
  const result = await createApiAction({ organizationId: slug.catch("").parse(organizationId), ...newApi(values) });
  if (result.ok) redirect(`/admin/apis/${result.api.id}`);
  const state = refused(result, values, KEPT);
  return { ...state, fields: atFields(state.fields), typed: { ...state.typed, [SCOPE_LINES]: scopeLines(values) } };
}
