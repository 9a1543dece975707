import type { Actor } from "../access/authorization/actor";
import { grantableWith, grantsScopesWith, reachesVerifier, type Holding } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import { isIssuer, isWithinBinding, toSpaceAccess, type Binding, type NamedApi } from "../access/authorization/actor";
import type { Tx } from "../platform/db";
import { isUniqueViolation } from "../platform/db/errors";
import { fail, type Result } from "../platform/result/result";
import type { LifetimePolicy } from "./expiration";
import { findTokenRow } from "./queries";
import type { TokenRow } from "./row";

interface PolicyRow extends LifetimePolicy {
  now: Date;
}

/**
 * The organization's token policy and the database's time. Locks the organization FOR SHARE. Fails with `not_found` if
 * it was deleted.
 */
export async function requirePolicy(tx: Tx, actor: Actor): Promise<Result<PolicyRow>> {
  const [row] = await tx.$queryRaw<PolicyRow[]>`/* prepared as find-policy */
    SELECT date_trunc('milliseconds', now()) AS now, "tokenMaxLifetimeDays"
    FROM "Organization" WHERE "id" = ${actor.organizationId} AND "deletedAt" IS NULL FOR SHARE`;
  return row ? { ok: true, ...row } : fail("not_found");
}

/** The actor that creates a token, and when the organization's policy starts to count the token's lifetime. */
export interface LiveParent {
  readonly creator: Actor;
  /** The token's parent: what an Issuer makes has none. */
  readonly parentId: string | null;
  readonly lifetimeFrom: Date;
  /** The subject of its children. */
  readonly subject: string | null;
}

/**
 * The current state of the token that creates a child token, locked. Without the lock, a child created while its parent
 * is being revoked, narrowed or shortened could escape that. The policy counts a child's lifetime from its parent's
 * start, so that no child outlives its parent. A user is returned unchanged.
 */
export async function lockLiveParent(tx: Tx, actor: Actor, now: Date): Promise<Result<LiveParent>> {
  if (actor.kind === "token")
    await tx.$queryRaw`/* prepared as lock-parent */ SELECT 1 FROM "ApiToken"
      WHERE "organizationId" = ${actor.organizationId} AND "id" = ${actor.tokenId}::uuid FOR SHARE`;
  return findLiveParent(tx, actor, now);
}

/** The same without a lock. */
export async function findLiveParent(tx: Tx, actor: Actor, now: Date): Promise<Result<LiveParent>> {
  if (actor.kind !== "token") return { ok: true, creator: actor, parentId: null, lifetimeFrom: now, subject: null };
  const row = await findTokenRow(tx, actor.organizationId, actor.tokenId);
  if (!row || row.status === "revoked" || row.status === "expired") return fail("unauthenticated");
  const creator = {
    ...actor,
    permissions: row.permissions,
    expiresAt: row.endsAt,
    ...(row.issues === null ? {} : { issues: row.issues }),
    verifies: row.verifies,
  };
  if (isIssuer(creator)) return { ok: true, creator, parentId: null, lifetimeFrom: now, subject: null };
  return { ok: true, creator, parentId: actor.tokenId, lifetimeFrom: row.lifetimeFrom, subject: row.subject };
}

/** The token's parent; null if a user created it, or the parent no longer exists. */
export async function findParent(tx: Tx, row: TokenRow): Promise<TokenRow | null> {
  return row.parentId === null ? null : findTokenRow(tx, row.organizationId, row.parentId);
}

/** Fails with `exceeds_parent` if a child token would expire later than its parent. */
export async function requireWithinParentLifetime(tx: Tx, row: TokenRow, expiresAt: Date | null): Promise<Result> {
  const end = (await findParent(tx, row))?.endsAt;
  if (!end || (expiresAt !== null && expiresAt <= end)) return { ok: true };
  return fail("exceeds_parent", { field: "expiration", detail: { latest: end.toISOString() } });
}

/** Fails with `invalid_input` unless a token holds at least one permission or scope. */
export function requireHolding({ permissions, scopes }: Holding, field: "permissions" | "grants"): Result {
  if (permissions.length > 0 || scopes) return { ok: true };
  const text = field === "grants" ? "Choose at least one scope." : "Choose at least one permission.";
  return fail("invalid_input", { field, fields: { [field]: text } });
}

/** Fails with `exceeds_parent` if a child token would hold what its parent cannot grant. */
export async function requireWithinParentGrant(
  tx: Tx,
  row: TokenRow,
  { permissions = [], scopes = false }: Partial<Holding>,
): Promise<Result> {
  const parent = await findParent(tx, row);
  if (!parent) return { ok: true };
  if (scopes && !grantsScopesWith(parent.permissions, toSpaceAccess(parent.spaceId)))
    return fail("exceeds_parent", { field: "grants" });
  const grantable = grantableWith(parent.permissions);
  const exceeding = permissions.filter((permission) => !grantable.includes(permission));
  return exceeding.length > 0
    ? fail("exceeds_parent", { field: "permissions", detail: { beyond: exceeding } })
    : { ok: true };
}

/** Maps a violation of the unique index on names to `name_taken`. */
export async function mapNameConflict<T extends object>(work: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work;
  } catch (error) {
    if (isUniqueViolation(error, "live_name") || isUniqueViolation(error, "lower"))
      return fail("name_taken", { field: "name" });
    throw error;
  }
}

/**
 * Fails with `exceeds_parent` if a child of a bound token, with these permissions, were bound to less than its parent.
 */
export async function requireWithinParentBinding(
  tx: Tx,
  row: TokenRow,
  permissions: readonly Permission[],
  binding: Binding<Pick<NamedApi, "apiId">>,
): Promise<Result> {
  const parent = reachesVerifier(permissions) ? await findParent(tx, row) : null;
  return parent === null || isWithinBinding(parent.verifies, binding)
    ? { ok: true }
    : fail("exceeds_parent", { field: "verifies" });
}
