"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/access/action";
import { deleteOrganization, updateOrganization } from "@/lib/organizations/mutations";
import { deleteOrganizationSchema, tokenPolicySchema, updateOrganizationSchema } from "@/lib/organizations/schema";
import { forecastPolicy } from "@/lib/tokens/policy-forecast";

/** The fields of the settings page, and the version that it showed. */
const settingsSchema = updateOrganizationSchema
  .pick({ version: true, name: true, code: true, tokenMaxLifetimeDays: true, tokenRequestsPerMinute: true })
  .required({ version: true });

export const updateOrganizationAction = action(settingsSchema, async ({ actor, input }) => {
  const result = await updateOrganization(actor, input);
  if (!result.ok) return result;
  revalidatePath("/", "layout");
  return { ok: true };
});

export const forecastPolicyAction = action(tokenPolicySchema, ({ actor, input }) => forecastPolicy(actor, input));

export const deleteOrganizationAction = action(
  deleteOrganizationSchema.required({ confirmName: true }),
  ({ actor, input }) => deleteOrganization(actor, input),
);
