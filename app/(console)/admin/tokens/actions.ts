"use server";

import { refresh } from "next/cache";
import { action } from "@/lib/access/action";
import type { Failure } from "@/lib/platform/result/result";
import { getTokenDetails } from "@/lib/tokens/details";
import { editToken, issueToken, revokeToken, setPermissions } from "@/lib/tokens/mutations";
import { rotateToken, rotateTokenSchema } from "@/lib/tokens/rotation";
import {
  editTokenSchema,
  inspectTokenSchema,
  issueTokenSchema,
  revokeTokenSchema,
  setPermissionsSchema,
} from "@/lib/tokens/schema";

/** After a change the page behind the dialog shows it; after a failure, what somebody else has changed. */
async function refreshed<T extends { ok: true } | Failure>(result: T): Promise<T> {
  if (result.ok || result.reason === "stale" || result.reason === "already_revoked" || result.reason === "not_found")
    refresh();
  return result;
}

/** The secret leaves in this answer: it is no part of any page. */
export const issueTokenAction = action(issueTokenSchema, async ({ actor, input }) => {
  const result = await refreshed(await issueToken(actor, input));
  return result.ok ? { ...result, secret: result.secret.reveal() } : result;
});

/** The secret leaves in this answer: it is no part of any page. */
export const rotateTokenAction = action(rotateTokenSchema, async ({ actor, input }) => {
  const result = await refreshed(await rotateToken(actor, input));
  return result.ok ? { ...result, secret: result.secret.reveal() } : result;
});

export const editTokenAction = action(editTokenSchema, async ({ actor, input }) =>
  refreshed(await editToken(actor, input)),
);

export const setPermissionsAction = action(setPermissionsSchema, async ({ actor, input }) =>
  refreshed(await setPermissions(actor, input)),
);

export const revokeTokenAction = action(revokeTokenSchema, async ({ actor, input }) =>
  refreshed(await revokeToken(actor, input)),
);

export const inspectTokenAction = action(inspectTokenSchema, ({ actor, input }) =>
  getTokenDetails(actor, input.tokenId),
);
