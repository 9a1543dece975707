import { toSpaceAccess, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { mayBind, mayGrant, type Holding } from "../access/authorization/granting";
import type { Tx } from "../platform/db";
import { fail, type Failure, type Result } from "../platform/result/result";
import { id as idSchema } from "../platform/validation/fields";
import { findLiveParent } from "./guards";
import { findTokenRow } from "./queries";
import { targetOf, type TokenRow } from "./row";

/** A token and the version that the editor saw; null skips the check, so the last write wins. */
interface Seen {
  readonly tokenId: string;
  readonly version: number | null;
}

/**
 * Locks a token for a change that may widen it: an edit, new permissions, a rotation. The actor must be able to grant
 * all that it has before and after; `added` is what is new. Fails as `lockToken`, and with
 * `permission_not_grantable`.
 */
export async function lockToChange(
  tx: Tx,
  actor: Actor,
  seen: Seen,
  added: Partial<Holding> = {},
): Promise<Result<{ row: TokenRow; actor: Actor }>> {
  const locked = await lockToken(tx, actor, seen);
  if (!locked.ok) return locked;
  const current = await findActor(tx, actor);
  if (!current.ok) return current;
  const refusal = mayChange(current.actor, locked.row, added);
  return refusal.ok ? { ...locked, actor: current.actor } : refusal;
}

/**
 * The actor as it is now. For a token its permissions may have changed, or it may have been revoked, while this
 * transaction waited for another one: fails with `unauthenticated` then. No lock is taken: one against the direction of
 * `lockDescendants` could deadlock with the actor's own revocation. `appendAudit` looks once more at the end.
 */
export async function findActor(tx: Tx, actor: Actor): Promise<Result<{ actor: Actor }>> {
  const live = await findLiveParent(tx, actor, new Date(0));
  return live.ok ? { ok: true, actor: live.creator } : live;
}

function mayChange(actor: Actor, row: TokenRow, added: Partial<Holding>): Result {
  const decision = decide(actor, "token.write", targetOf(row));
  if (!decision.ok) return decision;
  const { spaceId, grants, verifies } = row;
  const permissions = [...row.permissions, ...(added.permissions ?? [])];
  const scopes = grants.length > 0 || added.scopes === true;
  const grant = mayGrant(actor, toSpaceAccess(spaceId), { permissions, scopes });
  if (!grant.ok) return grant;
  return mayBind(actor, permissions, verifies);
}

/**
 * Locks a token for a change, after authorizing `token.write`. Fails with `stale` if the token is no longer at the
 * version that the editor saw, and with `already_revoked` for a tombstone.
 */
export async function lockToken(tx: Tx, actor: Actor, { tokenId, version }: Seen): Promise<Result<{ row: TokenRow }>> {
  const locked = await lockRow(tx, actor.organizationId, tokenId, (row) => decide(actor, "token.write", targetOf(row)));
  return locked.ok && version !== null && locked.row.version !== version ? stale(locked.row) : locked;
}

/**
 * Locks the row FOR NO KEY UPDATE, so that rows referring to it (its usage) can still be written. Authorizes before the
 * row's state is revealed.
 */
export async function lockRow(
  tx: Tx,
  organizationId: string,
  tokenId: string,
  may: (row: TokenRow) => Result = () => ({ ok: true }),
): Promise<Result<{ row: TokenRow }>> {
  if (!idSchema.safeParse(tokenId).success) return fail("not_found");
  await tx.$queryRaw`SELECT 1 FROM "ApiToken" WHERE "organizationId" = ${organizationId} AND "id" = ${tokenId}::uuid
    FOR NO KEY UPDATE`;
  const row = await findTokenRow(tx, organizationId, tokenId);
  if (!row) return fail("not_found");
  const allowed = may(row);
  if (!allowed.ok) return allowed;
  if (row.status === "revoked")
    return fail("already_revoked", {
      detail: { revokedBy: row.revokedByName, revokedAt: row.revokedAt?.toISOString() },
    });
  return { ok: true, row };
}

function stale(row: TokenRow): Failure {
  return fail("stale", { detail: { version: row.version } });
}
