import type { Actor } from "../access/authorization/actor";
import { commonLimits } from "../access/limits/effective";
import type { Limits } from "../access/limits/schema";
import { factsOfLimits, isLimiting, limitsColumn } from "../access/limits/stored";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { expectRow, LONG_LIMITS } from "../platform/db/transaction";
import { actOf, claimChange, completeForm, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import { recordTokenCutoffs } from "../revocations/cutoffs";
import { lockDescendants } from "./descendants";
import type { GrantedToken } from "./dto";
import { appendTokenEvent } from "./event";
import { lockToChange } from "./lock";
import { invalid } from "./named-apis";
import { findTokenRow } from "./queries";
import { again } from "./repeats";
import { toTokenDto } from "./row";
import type { SetLimitsInput } from "./schema";

/**
 * The limits of a new token: those that were chosen or, without a choice, what the defaults of its APIs allow together.
 * Fails with `invalid_input` if these do not go together.
 */
export function resolveLimits(
  chosen: Limits | undefined,
  apis: readonly { readonly defaultLimits: unknown }[],
): Result<{ limits: Limits }> {
  if (chosen !== undefined) return { ok: true, limits: chosen };
  const common = commonLimits(apis.map(({ defaultLimits }) => defaultLimits).filter((stored) => stored !== null));
  return common === null ? invalid("limits", NOTHING_IN_COMMON) : { ok: true, limits: common };
}

const NOTHING_IN_COMMON = "The default limits of its APIs do not go together. Choose limits.";

/**
 * Replaces the limits of a token, which hold for its descendants too, from the next check on. A repeat of `form` with
 * the same input changes nothing and gets the same answer. Fails as an edit does, and with `not_yourself` where a token
 * would change limits that bind itself: its own or those of an ancestor.
 */
export async function setLimits(actor: Actor, input: SetLimitsInput, form?: FormUse): Promise<Result<GrantedToken>> {
  const act = actOf(form, input);
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const done = await claimChange(tx, act);
    if (done !== null) return again(tx, actor, input.tokenId, {});
    const locked = await lockToChange(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    const family = [row.id, ...(await lockDescendants(tx, row.organizationId, row.id))];
    if (actor.kind === "token" && family.includes(actor.tokenId)) return fail("not_yourself", { field: "limits" });
    await tx.apiToken.update({
      where: { id: row.id },
      data: { limits: limitsColumn(input.limits), version: { increment: 1 } },
    });
    publishInvalidation({ organizationId: row.organizationId, tokenIds: family });
    const changed = expectRow(await findTokenRow(tx, row.organizationId, row.id), "token");
    await completeForm(tx, act, {});
    const sequence = await appendTokenEvent(tx, locked.actor, row, {
      action: "token.limits_set",
      message: `Set limits of API token “${row.name}”`,
      change: { limits: { from: factsOfLimits(row.limits), to: factsOfLimits(changed.limits) } },
    });
    if (isLimiting(changed.limits)) await recordTokenCutoffs(tx, row.organizationId, sequence, family);
    return { ok: true, token: toTokenDto(changed) };
  }, LONG_LIMITS);
}
