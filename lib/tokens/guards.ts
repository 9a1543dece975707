import type { Actor } from "../access/authorization/actor";
import { grantableWith } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import type { LifetimePolicy } from "./expiration";
import { findTokenRow } from "./queries";
import type { TokenRow } from "./row";

interface PolicyRow extends LifetimePolicy {
  now: Date;
}

/**
 * The organization's token policy and the database's clock, with the organization held in place until the transaction
 * ends. `not_found` when it is gone.
 */
export async function requirePolicy(tx: Tx, actor: Actor): Promise<Result<PolicyRow>> {
  const [row] = await tx.$queryRaw<PolicyRow[]>`
    SELECT date_trunc('milliseconds', now()) AS now, "tokenMaxLifetimeDays"
    FROM "Organization" WHERE "id" = ${actor.organizationId} AND "deletedAt" IS NULL FOR SHARE`;
  return row ? { ok: true, ...row } : fail("not_found");
}

/** Who makes a token, and from when on the organization's policy counts its life. */
interface Maker {
  readonly maker: Actor;
  readonly lifetimeFrom: Date;
}

/**
 * The maker of a token as it is now, held in place: without this lock, a token made while its maker is being revoked,
 * narrowed or shortened could escape that. The policy counts a token's life from its maker's beginning, so that none
 * outlives its maker. People are as they are.
 */
export async function requireLiveMaker(tx: Tx, actor: Actor, now: Date): Promise<Result<Maker>> {
  if (actor.kind !== "token") return { ok: true, maker: actor, lifetimeFrom: now };
  await tx.$queryRaw`SELECT 1 FROM "ApiToken" WHERE "organizationId" = ${actor.organizationId} AND "id" = ${actor.tokenId}::uuid FOR SHARE`;
  const row = await findTokenRow(tx, actor.organizationId, actor.tokenId);
  if (!row || row.status === "revoked" || row.status === "expired") return fail("unauthenticated");
  return {
    ok: true,
    maker: { ...actor, permissions: row.permissions, expiresAt: row.endsAt },
    lifetimeFrom: row.lifetimeFrom,
  };
}

/** What a token's own maker is now; null for one that a person made, or a token that is gone. */
async function findMakerOf(tx: Tx, row: TokenRow): Promise<TokenRow | null> {
  return row.parentId === null ? null : findTokenRow(tx, row.organizationId, row.parentId);
}

/** A token made by a token never lives longer than its maker, whoever extends it. */
export async function requireWithinMakersLife(tx: Tx, row: TokenRow, expiresAt: Date | null): Promise<Result> {
  const end = (await findMakerOf(tx, row))?.endsAt;
  if (!end || (expiresAt !== null && expiresAt <= end)) return { ok: true };
  return fail("beyond_maker", { field: "expiration", detail: { latest: end.toISOString() } });
}

/** Nor does it reach wider: it holds nothing that its maker could not give it, whoever widens it. */
export async function requireWithinMakersGrant(
  tx: Tx,
  row: TokenRow,
  permissions: readonly Permission[],
): Promise<Result> {
  const maker = await findMakerOf(tx, row);
  if (!maker) return { ok: true };
  const grantable = grantableWith(maker.permissions);
  const beyond = permissions.filter((permission) => !grantable.includes(permission));
  return beyond.length > 0 ? fail("beyond_maker", { field: "permissions", detail: { beyond } }) : { ok: true };
}
