import { z } from "../platform/validation/zod";
import type { Json } from "../audit/canonical";
import { differences } from "../audit/differences";
import { isIssuer, type Actor } from "../access/authorization/actor";
import { insufficient } from "../access/authorization/decide";
import type { Permission } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";
import { inRevokingTransaction, type PublishInvalidation } from "../access/token-cache/revoking-transaction";
import { expectRow, LONG_LIMITS } from "../platform/db/transaction";
import { completeForm, type FormUse } from "../platform/idempotency/form";
import type { Result } from "../platform/result/result";
import { appendTokenEvent, namedTokens } from "./event";
import type { EditedToken, RepermissionedToken } from "./dto";
import { findDefaults } from "../apis/grants";
import { resolveExpiration, withDefaultsOf, type LifetimePolicy } from "./expiration";
import {
  findParent,
  mapNameConflict,
  requireHolding,
  requirePolicy,
  requireWithinParentBinding,
  requireWithinParentGrant,
  requireWithinParentLifetime,
} from "./guards";
import { lockToChange } from "./lock";
import { narrowDescendants, passSubjectOn, shortenDescendants } from "./descendants";
import { findTokenRow } from "./queries";
import { recordTokenCutoffs } from "../revocations/cutoffs";
import { recordRevocations } from "../revocations/feed";
import { mayAttach, resolveSubject } from "./subject";
import { requireNotLeaving } from "./subject-limits";
import { actOf, again, claimChange } from "./repeats";
import { columnsOf, factsOf, toTokenDto, type TokenRow } from "./row";
import { invalid } from "./named-apis";
import { requireUnbound } from "./verifies";
import type { EditTokenInput, SetPermissionsInput } from "./schema";

/**
 * Changes name, description or expiration. Fields that are missing in `input` keep their values. A repeat of `form`
 * with the same input changes nothing and gets the same answer. With another input it is a new edit.
 */
export async function editToken(actor: Actor, input: EditTokenInput, form?: FormUse): Promise<Result<EditedToken>> {
  const act = actOf(form, input);
  return mapNameConflict(
    inRevokingTransaction(async (tx, publishInvalidation) => {
      const done = await claimChange(tx, act);
      if (done !== null) return again(tx, actor, input.tokenId, alsoEnded.parse(done));
      const result = await applyEdit(tx, publishInvalidation, actor, input);
      if (result.ok)
        await completeForm(tx, act, { alsoShortened: result.alsoShortened } satisfies z.output<typeof alsoEnded>);
      return result;
    }, LONG_LIMITS),
  );
}

const alsoEnded = z.object({ alsoShortened: z.number() });

async function applyEdit(
  tx: Tx,
  publishInvalidation: PublishInvalidation,
  actor: Actor,
  input: EditTokenInput,
): Promise<Result<EditedToken>> {
  const locked = await lockToChange(tx, actor, input);
  if (!locked.ok) return locked;
  const { row } = locked;
  const policy = await requirePolicy(tx, actor);
  if (!policy.ok) return policy;
  const expiration = await newExpiration(tx, actor, input, row, policy);
  if (expiration && !expiration.ok) return expiration;
  const within = expiration ? await requireWithinParentLifetime(tx, row, expiration.expiresAt) : null;
  if (within && !within.ok) return within;
  const forWhom = await newSubject(tx, actor, input, row);
  if (!forWhom.ok) return forWhom;
  const attached = mayAttach(actor, input.metadata);
  if (!attached.ok) return attached;
  const { subject } = forWhom;
  const following = subject === row.subject ? [] : await passSubjectOn(tx, row.organizationId, row.id, subject);
  const shortened = expiration ? await shortenDescendants(tx, row.organizationId, row.id, expiration.expiresAt) : [];
  publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id, ...following, ...shortened] });
  await tx.apiToken.update({
    where: { id: row.id },
    data: {
      ...columnsOf(input),
      name: input.name,
      subject,
      ...(expiration ? { expiresAt: expiration.expiresAt } : {}),
      version: { increment: 1 },
    },
  });
  const changed = expectRow(await findTokenRow(tx, actor.organizationId, row.id), "token");
  await appendTokenEvent(tx, locked.actor, row, {
    action: "token.updated",
    message: `Edited API token “${changed.name}”`,
    change: { ...differences(factsOf(row), factsOf(changed)), ...changeOfMetadata(row, changed) },
  });
  return { ok: true, token: toTokenDto(changed), alsoShortened: shortened.length };
}

/** The subject after an edit. A child keeps its parent's. */
async function newSubject(
  tx: Tx,
  actor: Actor,
  { subject }: EditTokenInput,
  row: TokenRow,
): Promise<Result<{ subject: string | null }>> {
  if (subject === undefined || subject === row.subject) return { ok: true, subject: row.subject };
  const free = await requireNotLeaving(tx, actor, row);
  if (!free.ok) return free;
  return resolveSubject(tx, actor, subject, (await findParent(tx, row))?.subject ?? null);
}

/** The names of metadata that changed: their values may be personal, and the audit log cannot be edited. */
function changeOfMetadata(before: TokenRow, after: TokenRow): { readonly [key: string]: Json } {
  const names = Object.keys({ ...before.metadata, ...after.metadata });
  const changed = names.filter(
    (name) => JSON.stringify(before.metadata[name]) !== JSON.stringify(after.metadata[name]),
  );
  return changed.length === 0 ? {} : { metadata: { changed } };
}

/** The chosen expiration within the policy, that of the token's APIs included; null if none was chosen. */
async function newExpiration(
  tx: Tx,
  actor: Actor,
  { expiration }: EditTokenInput,
  { organizationId, lifetimeFrom, grants, permissions }: TokenRow,
  policy: LifetimePolicy & { readonly now: Date },
) {
  if (expiration === undefined) return null;
  const apis = await findDefaults(
    tx,
    organizationId,
    grants.map(({ api }) => api),
  );
  const bounds = withDefaultsOf(policy, apis, permissions.length > 0);
  return resolveExpiration(expiration, actor, bounds, { now: policy.now, lifetimeFrom });
}

/**
 * Replaces the permissions. The actor must be able to grant every permission that the token has before and after.
 * Permissions and scopes that the token can no longer grant are removed from its descendants. A descendant left
 * without both is revoked. A repeat of `form` with the same input changes nothing and gets the same answer.
 * With another input it is a new change.
 */
export async function setPermissions(
  actor: Actor,
  input: SetPermissionsInput,
  form?: FormUse,
): Promise<Result<RepermissionedToken>> {
  const act = actOf(form, input);
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const done = await claimChange(tx, act);
    if (done !== null) return again(tx, actor, input.tokenId, alsoChanged.parse(done));
    const locked = await lockToChange(tx, actor, input, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    const unchanged = requireSameKind(actor, row, input.permissions);
    if (!unchanged.ok) return unchanged;
    const unbound = await requireUnbound(tx, row, input.permissions);
    if (!unbound.ok) return unbound;
    const holds = requireHolding({ permissions: input.permissions, scopes: row.grants.length > 0 }, "permissions");
    if (!holds.ok) return holds;
    const within = await requireWithinParentGrant(tx, row, input);
    if (!within.ok) return within;
    const bound = await requireWithinParentBinding(tx, row, input.permissions, row.verifies);
    if (!bound.ok) return bound;
    await tx.apiToken.update({
      where: { id: row.id },
      data: { permissions: input.permissions, version: { increment: 1 } },
    });
    const { narrowed, revoked } = await narrowDescendants(
      tx,
      row.organizationId,
      { ...row, permissions: input.permissions },
      actor.name,
    );
    publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id, ...narrowed, ...revoked] });
    const changed = expectRow(await findTokenRow(tx, actor.organizationId, row.id), "token");
    const sequence = await appendTokenEvent(tx, locked.actor, row, {
      action: "token.permissions_set",
      message: `Set permissions of API token “${row.name}”`,
      change: {
        permissions: { from: row.permissions, to: changed.permissions },
        ...(narrowed.length > 0 ? namedTokens("alsoNarrowed", narrowed) : {}),
        ...(revoked.length > 0 ? namedTokens("alsoRevoked", revoked) : {}),
      },
    });
    await recordRevocations(tx, row.organizationId, sequence, revoked);
    const isNarrowed = row.permissions.some((permission) => !input.permissions.includes(permission));
    await recordTokenCutoffs(tx, row.organizationId, sequence, [...(isNarrowed ? [row.id] : []), ...narrowed]);
    const also = { alsoNarrowed: narrowed.length, alsoRevoked: revoked.length };
    await completeForm(tx, act, also satisfies z.output<typeof alsoChanged>);
    return { ok: true, token: toTokenDto(changed), ...also };
  }, LONG_LIMITS);
}

/** An Issuer sets no permissions, and no token becomes one or ceases to be one: what it issues is chosen with it. */
function requireSameKind(actor: Actor, row: TokenRow, permissions: readonly Permission[]): Result {
  if (isIssuer(actor)) return insufficient("token.write");
  if (row.permissions.includes("issuer") === permissions.includes("issuer")) return { ok: true };
  return invalid("permissions", "Create another token: none becomes an Issuer, or ceases to be one.");
}

const alsoChanged = z.object({ alsoNarrowed: z.number(), alsoRevoked: z.number() });
