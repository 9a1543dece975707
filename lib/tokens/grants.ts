import type { Actor } from "../access/authorization/actor";
import { mayIssue } from "../access/authorization/granting";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { lockScopes } from "../apis/grants";
import { expectRow } from "../platform/db/transaction";
import { completeForm, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import { recordTokenCutoffs } from "../revocations/cutoffs";
import { appendTokenEvent } from "./event";
import type { GrantedToken } from "./dto";
import { mayKeepExpiration, withDefaultsOf } from "./expiration";
import { addGrants, factsOfGrants, removeOtherGrants } from "./grant-rows";
import { requireHolding, requireWithinParentGrant } from "./guards";
import { lockToChange } from "./lock";
import { actOf, again, claimChange } from "./repeats";
import { findTokenRow } from "./queries";
import { toTokenDto, type TokenRow } from "./row";
import type { SetGrantsInput } from "./schema";

const ISSUER = { field: "grants", fields: { grants: "An Issuer has no scopes of its own." } };

/**
 * Replaces the scopes of a token. The actor must be able to grant all that it has before and after. A repeat of `form`
 * with the same input changes nothing and gets the same answer. Fails as an edit does, with `exceeds_parent`, with
 * `invalid_input` for an unknown scope or a token that would have nothing, and with `expiration_required` or
 * `expiration_too_late` if an API's tokens must end earlier than this one.
 */
export async function setGrants(actor: Actor, input: SetGrantsInput, form?: FormUse): Promise<Result<GrantedToken>> {
  const act = actOf(form, input);
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const done = await claimChange(tx, act);
    if (done !== null) return again(tx, actor, input.tokenId, {});
    const scopes = input.grants.length > 0;
    const locked = await lockToChange(tx, actor, input, { scopes });
    if (!locked.ok) return locked;
    const { row } = locked;
    const issuable = mayIssue(locked.actor, { permissions: [], grants: input.grants });
    if (!issuable.ok) return issuable;
    const token = { organizationId: row.organizationId, tokenId: row.id };
    if (row.permissions.includes("issuer")) return fail("invalid_input", ISSUER);
    const holds = requireHolding({ permissions: row.permissions, scopes }, "grants");
    if (!holds.ok) return holds;
    const within = await requireWithinParentGrant(tx, row, { scopes });
    if (!within.ok) return within;
    const wanted = await lockScopes(tx, row.organizationId, input.grants);
    if (!wanted.ok) return wanted;
    const held = new Set(row.grants.map(({ api }) => api));
    const added = wanted.apis.filter(({ identifier }) => !held.has(identifier));
    const policy = withDefaultsOf({ tokenMaxLifetimeDays: null }, added, row.permissions.length > 0);
    const ends = mayKeepExpiration(policy, row.lifetimeFrom, row.endsAt);
    if (!ends.ok) return ends;

    await removeOtherGrants(tx, token, wanted.scopes);
    await addGrants(tx, token, wanted.scopes);
    await tx.apiToken.update({ where: { id: row.id }, data: { version: { increment: 1 } } });
    publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id] });
    const changed = expectRow(await findTokenRow(tx, row.organizationId, row.id), "token");
    await completeForm(tx, act, {});
    const sequence = await appendTokenEvent(tx, locked.actor, row, {
      action: "token.grants_set",
      message: `Set scopes of API token “${row.name}”`,
      change: { grants: { from: factsOfGrants(row), to: factsOfGrants(changed) } },
    });
    if (losesScopes(row, changed)) await recordTokenCutoffs(tx, row.organizationId, sequence, [row.id]);
    return { ok: true, token: toTokenDto(changed) };
  });
}

/** Whether a token had a scope that it has no longer. */
function losesScopes(before: TokenRow, after: TokenRow): boolean {
  const kept = new Map(after.grants.map(({ apiId, scopes }) => [apiId, scopes]));
  return before.grants.some(({ apiId, scopes }) => scopes.some((scope) => !kept.get(apiId)?.includes(scope)));
}
