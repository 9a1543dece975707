import type { Actor } from "../authorization/actor";
import type { Tx } from "../db";
import { fail, type Result } from "../result";
import type { LifetimePolicy } from "./expiration";

interface PolicyRow extends LifetimePolicy {
  now: Date;
  spaceFound: boolean;
}

/**
 * The organization's token policy and the database's clock, with the organization and the space held in place until
 * the transaction ends. `not_found` when either is gone.
 */
export async function requirePolicy(tx: Tx, actor: Actor, spaceId: string | null): Promise<Result<PolicyRow>> {
  const [row] = await tx.$queryRaw<PolicyRow[]>`
    SELECT date_trunc('milliseconds', now()) AS now, o."tokenMaxLifetimeDays",
      (${spaceId}::text IS NULL OR EXISTS (SELECT 1 FROM "Space" s WHERE s."organizationId" = o."id" AND s."id" = ${spaceId})) AS "spaceFound"
    FROM "Organization" o WHERE o."id" = ${actor.organizationId} AND o."deletedAt" IS NULL FOR SHARE OF o`;
  return row?.spaceFound ? { ok: true, ...row } : fail("not_found");
}

/**
 * Holds the token that makes another one in place: without this lock, a token made while its maker is being revoked
 * could escape the revocation. Nothing to do for people.
 */
export async function requireLiveMaker(tx: Tx, actor: Actor): Promise<Result> {
  if (actor.kind !== "token") return { ok: true };
  const live = await tx.$queryRaw<unknown[]>`SELECT 1 FROM "ApiToken" WHERE "organizationId" = ${actor.organizationId} AND "id" = ${actor.tokenId}::uuid AND "revokedAt" IS NULL FOR SHARE`;
  return live.length === 1 ? { ok: true } : fail("unauthenticated");
}
