import { z } from "../platform/validation/zod";
import { appendAudit } from "../audit/append";
import type { Json } from "../audit/canonical";
import { differences } from "../audit/differences";
import { isIssuer, toSpaceAccess, type Actor, type TokenActor } from "../access/authorization/actor";
import { mayGrant, mayIssue, type Holding } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import { db, type Tx } from "../platform/db";
import { isUniqueViolation } from "../platform/db/errors";
import { inRevokingTransaction, type PublishInvalidation } from "../access/token-cache/revoking-transaction";
import { expectRow, inTransaction } from "../platform/db/transaction";
import { completeForm, type FormAct, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import { Secret } from "../platform/secret";
import { authorizeIn, lockSpaceForShare } from "../access/authorization/require-space-access";
import { digestOfSecret } from "../access/credentials/token-digest";
import type { EditedToken, RepermissionedToken, RevokedToken, TokenDto } from "./dto";
import { findDefaults, lockScopes } from "../apis/grants";
import { resolveExpiration, withDefaultsOf, type LifetimePolicy } from "./expiration";
import { generateToken, hintOf } from "../access/credentials/token-format";
import { prefixFor } from "./prefix";
import {
  findParent,
  lockLiveParent,
  requireHolding,
  requirePolicy,
  requireWithinParentGrant,
  requireWithinParentLifetime,
} from "./guards";
import { lockRow, lockToChange, lockToken } from "./lock";
import { narrowDescendants, passSubjectOn, revokeWithDescendants, shortenDescendants } from "./descendants";
import { findTokenRow } from "./queries";
import { recordRevocations } from "../revocations/feed";
import { addGrants, factsOfGrants } from "./grant-rows";
import { factsOfIssues, lockIssues, replaceIssues, requireIssues } from "./issues";
import { mayAttach, resolveSubject, toColumn } from "./subject";
import { actOf, claimChange, refuseRepeat, type SecretOutcome } from "./repeats";
import { toTokenDto, type TokenRow } from "./row";
import type { EditTokenInput, IssueTokenInput, RevokeTokenInput, SetPermissionsInput } from "./schema";

const nameTaken = fail("name_taken", { field: "name" });

/** Maps a violation of the unique index on names to `name_taken`. */
async function mapNameConflict<T extends object>(work: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error, "live_name") || isUniqueViolation(error, "lower")) return nameTaken;
    throw error;
  }
}

/**
 * Creates a token. The secret is only in this result and is not stored. Fails with `not_found` (space),
 * `insufficient_scope`, `permission_not_grantable`, `exceeds_parent`, `expiration_required`, `expiration_too_late`,
 * `invalid_input`, `name_taken`, and for a repeat of `form` `secret_already_shown`.
 */
export async function issueToken(
  actor: Actor,
  input: IssueTokenInput,
  form?: FormUse,
): Promise<Result<{ token: TokenDto; secret: Secret }>> {
  // What an Issuer may make is decided in the transaction, by what it issues then.
  const decision: Result = isIssuer(actor)
    ? { ok: true }
    : await authorizeIn(db(), actor, "token.write", input.spaceId);
  if (!decision.ok) return decision;
  return mapNameConflict(inTransaction((tx) => insertToken(tx, actor, input, actOf(form, input))));
}

async function insertToken(
  tx: Tx,
  actor: Actor,
  input: IssueTokenInput,
  act: FormAct | undefined,
): Promise<Result<{ token: TokenDto; secret: Secret }>> {
  const repeat = await refuseRepeat(tx, act);
  if (repeat) return repeat;
  const policy = await requirePolicy(tx, actor);
  if (!policy.ok) return policy;
  const place = input.spaceId === null ? policy : await lockSpaceForShare(tx, actor.organizationId, input.spaceId);
  if (!place.ok) return place;
  const held = await lockLiveParent(tx, actor, policy.now);
  if (!held.ok) return held;
  const { creator, lifetimeFrom, parentId } = held;
  const { grants = [] } = input;
  const permissions = input.permissions ?? (grants.length > 0 ? [] : ["viewer" as const]);
  const holding: Holding = { permissions, scopes: grants.length > 0 };
  const holds = requireHolding(holding, "permissions");
  if (!holds.ok) return holds;
  const issuable = mayIssue(creator, { permissions, grants });
  if (!issuable.ok) return issuable;
  const issues = requireIssues(permissions, input);
  if (!issues.ok) return issues;
  const grant = mayGrant(creator, toSpaceAccess(input.spaceId), holding);
  if (!grant.ok) return grant;
  const locked = await lockScopes(tx, actor.organizationId, grants);
  if (!locked.ok) return locked;
  const resolved = resolveExpiration(
    input.expiration,
    creator,
    withDefaultsOf(policy, locked.apis, permissions.length > 0),
    { now: policy.now, lifetimeFrom },
  );
  if (!resolved.ok) return resolved;

  const issued = await lockIssues(tx, actor.organizationId, input.issues ?? []);
  if (!issued.ok) return issued;
  const forWhom = await resolveSubject(tx, actor, input.subject, held.subject);
  if (!forWhom.ok) return forWhom;
  const attached = mayAttach(actor, input.metadata);
  if (!attached.ok) return attached;

  const secret = new Secret(generateToken(prefixFor(permissions, locked.apis)));
  const hint = hintOf(secret.reveal());
  const { id } = await tx.apiToken.create({
    data: {
      organizationId: actor.organizationId,
      spaceId: input.spaceId,
      name: input.name,
      description: input.description,
      permissions,
      subject: forWhom.subject,
      metadata: toColumn(input.metadata ?? {}),
      hint,
      expiresAt: resolved.expiresAt,
      parentId,
      issuedById: actor.kind === "token" && isIssuer(creator) ? actor.tokenId : null,
      createdById: actor.kind === "user" ? actor.userId : null,
      createdByName: actor.name,
      createdAt: policy.now,
      lifetimeFrom: parentId === null ? null : lifetimeFrom,
      secrets: { create: { digest: new Uint8Array(digestOfSecret(secret)), hint, createdAt: policy.now } },
    },
    select: { id: true },
  });
  await addGrants(tx, { organizationId: actor.organizationId, tokenId: id }, locked.scopes);
  await replaceIssues(tx, { organizationId: actor.organizationId, tokenId: id }, issued.issues);
  const row = expectRow(await findTokenRow(tx, actor.organizationId, id), "token");
  await completeForm(tx, act, { tokenId: id, name: input.name } satisfies SecretOutcome);
  await appendAudit(tx, {
    chain: actor.organizationId,
    actor,
    action: "token.created",
    resource: { kind: "token", id },
    spaceId: input.spaceId,
    message: `Created API token “${input.name}”`,
    change: {
      name: input.name,
      hint,
      permissions,
      ...(grants.length > 0 ? { grants: factsOfGrants(row) } : {}),
      ...(row.issues === null ? {} : { issues: factsOfIssues(row) }),
      ...(row.subject === null ? {} : { subject: row.subject }),
      expiresAt: resolved.expiresAt?.toISOString() ?? null,
      space: input.spaceId,
    },
  });
  return { ok: true, token: toTokenDto(row), secret };
}

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
    }),
  );
}

const alsoEnded = z.object({ alsoShortened: z.number() });

/** The answer to a repeat of a form: what it did then, and the token as it is now. */
export async function again<T extends object>(
  tx: Tx,
  actor: Actor,
  tokenId: string,
  done: T,
): Promise<Result<{ token: TokenDto } & T>> {
  const locked = await lockToken(tx, actor, { tokenId, version: null });
  return locked.ok ? { ok: true, token: toTokenDto(locked.row), ...done } : locked;
}

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
  await publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id, ...following, ...shortened] });
  await tx.apiToken.update({
    where: { id: row.id },
    data: {
      name: input.name,
      description: input.description,
      subject,
      ...(input.metadata ? { metadata: toColumn(input.metadata) } : {}),
      ...(expiration ? { expiresAt: expiration.expiresAt } : {}),
      version: { increment: 1 },
    },
  });
  const changed = expectRow(await findTokenRow(tx, actor.organizationId, row.id), "token");
  await appendAudit(tx, {
    chain: row.organizationId,
    actor,
    action: "token.updated",
    resource: { kind: "token", id: row.id },
    spaceId: row.spaceId,
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

/** The editable fields, for the audit log. */
function factsOf({ name, description, subject, endsAt }: TokenRow) {
  return { name, description, subject, expiresAt: endsAt?.toISOString() ?? null };
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
    const holds = requireHolding({ permissions: input.permissions, scopes: row.grants.length > 0 }, "permissions");
    if (!holds.ok) return holds;
    const within = await requireWithinParentGrant(tx, row, input);
    if (!within.ok) return within;
    await tx.apiToken.update({
      where: { id: row.id },
      data: { permissions: input.permissions, version: { increment: 1 } },
    });
    const { narrowed, revoked } = await narrowDescendants(tx, { ...row, permissions: input.permissions }, actor.name);
    await publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id, ...narrowed, ...revoked] });
    const changed = expectRow(await findTokenRow(tx, actor.organizationId, row.id), "token");
    const sequence = await appendAudit(tx, {
      chain: row.organizationId,
      actor,
      action: "token.permissions_set",
      resource: { kind: "token", id: row.id },
      spaceId: row.spaceId,
      message: `Set permissions of API token “${row.name}”`,
      change: {
        permissions: { from: row.permissions, to: changed.permissions },
        ...(narrowed.length > 0 ? { alsoNarrowed: narrowed } : {}),
        ...(revoked.length > 0 ? { alsoRevoked: revoked } : {}),
      },
    });
    await recordRevocations(tx, row.organizationId, sequence, revoked);
    const also = { alsoNarrowed: narrowed.length, alsoRevoked: revoked.length };
    await completeForm(tx, act, also satisfies z.output<typeof alsoChanged>);
    return { ok: true, token: toTokenDto(changed), ...also };
  });
}

/** An Issuer sets no permissions, and no token becomes one or ceases to be one: what it issues is chosen with it. */
function requireSameKind(actor: Actor, row: TokenRow, permissions: readonly Permission[]): Result {
  if (isIssuer(actor)) return fail("insufficient_scope", { detail: { action: "token.write" } });
  if (row.permissions.includes("issuer") === permissions.includes("issuer")) return { ok: true };
  const text = "Create another token: none becomes an Issuer, or ceases to be one.";
  return fail("invalid_input", { field: "permissions", fields: { permissions: text } });
}

const alsoChanged = z.object({ alsoNarrowed: z.number(), alsoRevoked: z.number() });

/** Revokes a token and its descendants. Needs `token.write` only. The row stays as a tombstone. */
export async function revokeToken(actor: Actor, input: RevokeTokenInput): Promise<Result<RevokedToken>> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockToken(tx, actor, { tokenId: input.tokenId, version: input.version ?? null });
    return locked.ok ? revokeLockedToken(tx, publishInvalidation, actor, locked.row) : locked;
  });
}

/** Revokes the actor's own token. Needs no permission: a holder of the token should always be able to revoke it. */
export async function revokeAsHolder(actor: TokenActor): Promise<Result<RevokedToken>> {
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const locked = await lockRow(tx, actor.organizationId, actor.tokenId);
    return locked.ok ? revokeLockedToken(tx, publishInvalidation, actor, locked.row) : locked;
  });
}

async function revokeLockedToken(
  tx: Tx,
  publishInvalidation: PublishInvalidation,
  actor: Actor,
  row: TokenRow,
): Promise<Result<RevokedToken>> {
  const revoked = await revokeWithDescendants(tx, row.organizationId, row.id, actor.name);
  await publishInvalidation({ organizationId: row.organizationId, tokenIds: revoked });
  const changed = expectRow(await findTokenRow(tx, actor.organizationId, row.id), "token");
  const sequence = await appendAudit(tx, {
    chain: row.organizationId,
    actor,
    action: "token.revoked",
    resource: { kind: "token", id: row.id },
    spaceId: row.spaceId,
    message: `Deleted API token “${row.name}”`,
    change: { name: row.name, hint: row.hint, alsoRevoked: revoked.filter((id) => id !== row.id) },
  });
  await recordRevocations(tx, row.organizationId, sequence, revoked);
  return { ok: true, token: toTokenDto(changed), alsoRevoked: revoked.length - 1 };
}
