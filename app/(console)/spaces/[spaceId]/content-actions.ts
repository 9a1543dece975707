"use server";

import { refresh } from "next/cache";
import { action } from "@/lib/access/action";
import { assignSchema, contentIdSchema, unassignSchema } from "@/lib/content/schema";
import { assignPolicies, deletePolicy, unassignPolicies } from "@/lib/content/policy-mutations";
import { assignQueryPacks, deleteQueryPack, unassignQueryPacks } from "@/lib/content/querypack-mutations";
import type { Failure, Result } from "@/lib/platform/result/result";

/** Re-renders the list after a change, and after `not_found`. */
async function refreshed(done: Promise<{ ok: true } | Failure>): Promise<Result> {
  const result = await done;
  if (result.ok || result.reason === "not_found") refresh();
  return result.ok ? { ok: true } : result;
}

export const assignPoliciesAction = action(assignSchema, ({ actor, input }) => refreshed(assignPolicies(actor, input)));

export const unassignPoliciesAction = action(unassignSchema, ({ actor, input }) =>
  refreshed(unassignPolicies(actor, input)),
);

export const deletePolicyAction = action(contentIdSchema, ({ actor, input }) => refreshed(deletePolicy(actor, input)));

export const assignQueryPacksAction = action(assignSchema, ({ actor, input }) =>
  refreshed(assignQueryPacks(actor, input)),
);

export const unassignQueryPacksAction = action(unassignSchema, ({ actor, input }) =>
  refreshed(unassignQueryPacks(actor, input)),
);

export const deleteQueryPackAction = action(contentIdSchema, ({ actor, input }) =>
  refreshed(deleteQueryPack(actor, input)),
);
