"use server";

import { refresh } from "next/cache";
import { action } from "@/lib/access/action";
import type { UserActor } from "@/lib/access/authorization/actor";
import { listGrantableApis } from "@/lib/apis/queries";
import type { Failure, Reason } from "@/lib/platform/result/result";
import { id, searchText } from "@/lib/platform/validation/fields";
import { z } from "@/lib/platform/validation/zod";
import { getTokenDetails } from "@/lib/tokens/details";
import { setGrants } from "@/lib/tokens/grants";
import { setIssues } from "@/lib/tokens/issues";
import { setLimits } from "@/lib/tokens/limiting";
import { issueToken } from "@/lib/tokens/issuing";
import { editToken, setPermissions } from "@/lib/tokens/mutations";
import { countIssuedTokens, countSubjectTokens } from "@/lib/tokens/queries";
import { getSubjectLimits, setSubjectLimits } from "@/lib/tokens/subject-limits";
import { revokeIssued, revokeSubject, revokeToken } from "@/lib/tokens/revoking";
import { rotateToken, rotateTokenSchema } from "@/lib/tokens/rotation";
import { setVerifies } from "@/lib/tokens/verifies";
import {
  editTokenSchema,
  inspectTokenSchema,
  issueTokenSchema,
  revokeIssuedSchema,
  subjectInputSchema,
  revokeTokenSchema,
  setGrantsSchema,
  setIssuesSchema,
  setLimitsSchema,
  setPermissionsSchema,
  setSubjectLimitsSchema,
  setVerifiesSchema,
} from "@/lib/tokens/schema";

/** Refusals which say that the page behind the dialog is no longer right. */
const CHANGED: ReadonlySet<Reason> = new Set<Reason>(["stale", "already_revoked", "not_found", "secret_already_shown"]);

/** Re-renders the page behind the dialog, after a change and after a failure. */
async function refreshed<T extends { ok: true } | Failure>(result: T): Promise<T> {
  if (result.ok || CHANGED.has(result.reason)) refresh();
  return result;
}

/** An act that must not be done twice, whatever becomes of its answer. */
const once = { formId: id.optional() };

function formOf({ organizationId, userId }: UserActor, { formId }: { formId?: string | undefined }) {
  return formId === undefined ? undefined : { organizationId, userId, formId };
}

/** The secret is only in this response, never in a page. */
export const issueTokenAction = action(issueTokenSchema.extend(once), async ({ actor, input }) => {
  const result = await refreshed(await issueToken(actor, input, formOf(actor, input)));
  return result.ok ? { ...result, secret: result.secret.reveal() } : result;
});

/** The secret is only in this response, never in a page. */
export const rotateTokenAction = action(rotateTokenSchema.extend(once), async ({ actor, input }) => {
  const result = await refreshed(await rotateToken(actor, input, formOf(actor, input)));
  return result.ok ? { ...result, secret: result.secret.reveal() } : result;
});

export const editTokenAction = action(editTokenSchema.extend(once), async ({ actor, input }) =>
  refreshed(await editToken(actor, input, formOf(actor, input))),
);

export const setPermissionsAction = action(setPermissionsSchema.extend(once), async ({ actor, input }) =>
  refreshed(await setPermissions(actor, input, formOf(actor, input))),
);

export const setGrantsAction = action(setGrantsSchema.extend(once), async ({ actor, input }) =>
  refreshed(await setGrants(actor, input, formOf(actor, input))),
);

export const setIssuesAction = action(setIssuesSchema.extend(once), async ({ actor, input }) =>
  refreshed(await setIssues(actor, input, formOf(actor, input))),
);

export const setVerifiesAction = action(setVerifiesSchema.extend(once), async ({ actor, input }) =>
  refreshed(await setVerifies(actor, input, formOf(actor, input))),
);

export const setLimitsAction = action(setLimitsSchema.extend(once), async ({ actor, input }) =>
  refreshed(await setLimits(actor, input, formOf(actor, input))),
);

export const countIssuedTokensAction = action(revokeIssuedSchema, ({ actor, input }) =>
  countIssuedTokens(actor, input),
);

export const revokeIssuedAction = action(revokeIssuedSchema.extend(once), async ({ actor, input }) => {
  const { tokenId, since } = input;
  return refreshed(await revokeIssued(actor, { tokenId, since }, formOf(actor, input)));
});

export const revokeTokenAction = action(revokeTokenSchema, async ({ actor, input }) =>
  refreshed(await revokeToken(actor, input)),
);

export const inspectTokenAction = action(inspectTokenSchema, ({ actor, input }) =>
  getTokenDetails(actor, input.tokenId),
);

export const countSubjectTokensAction = action(subjectInputSchema, ({ actor, input }) =>
  countSubjectTokens(actor, input),
);

export const revokeSubjectAction = action(subjectInputSchema.extend(once), async ({ actor, input }) =>
  refreshed(await revokeSubject(actor, { subject: input.subject }, formOf(actor, input))),
);

export const getSubjectLimitsAction = action(subjectInputSchema, ({ actor, input }) => getSubjectLimits(actor, input));

export const setSubjectLimitsAction = action(setSubjectLimitsSchema.extend(once), async ({ actor, input }) => {
  const { subject, version, limits } = input;
  return refreshed(await setSubjectLimits(actor, { subject, version, limits }, formOf(actor, input)));
});

export const searchApisAction = action(z.object({ search: searchText }), ({ actor, input }) =>
  listGrantableApis(actor, input.search),
);
