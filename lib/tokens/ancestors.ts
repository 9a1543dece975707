import { isIssuer, type Actor } from "../access/authorization/actor";
import type { Tx } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import type { TokenRow } from "./row";

/** A token and its ancestors. Parents never change. */
interface Link {
  readonly id: string;
  /** Whether it has limits, its own or its subject's. */
  readonly isLimited: boolean;
}

async function lineOf(tx: Tx, organizationId: string, tokenId: string): Promise<Link[]> {
  return tx.$queryRaw<Link[]>`
    WITH RECURSIVE line AS (
      SELECT "id", "parentId", "limits", "subject" FROM "ApiToken"
      WHERE "organizationId" = ${organizationId} AND "id" = ${tokenId}::uuid
      UNION ALL
      SELECT p."id", p."parentId", p."limits", p."subject" FROM "ApiToken" p
      JOIN line ON p."organizationId" = ${organizationId} AND p."id" = line."parentId"
    ) SELECT line."id", line."limits" IS NOT NULL OR EXISTS (
      SELECT 1 FROM "SubjectLimits" l
      WHERE l."organizationId" = ${organizationId} AND l."subject" = line."subject" AND l."limits" IS NOT NULL
    ) AS "isLimited" FROM line`;
}

/** Whether the limits of this token bind the actor: it is the token or one of its descendants. */
export async function bindsActor(tx: Tx, actor: Actor, tokenId: string): Promise<boolean> {
  if (actor.kind !== "token") return false;
  const line = await lineOf(tx, actor.organizationId, actor.tokenId);
  return line.some(({ id }) => id === tokenId);
}

/**
 * Fails with `exceeds_parent` if a limited token would get a secret that does not obey its limits: it may give new
 * secrets to itself and to its descendants only. An Issuer may to all that it issues, as it may issue more.
 */
export async function requireWithinOwnLimits(
  tx: Tx,
  actor: Actor,
  { organizationId, id }: Pick<TokenRow, "id" | "organizationId">,
): Promise<Result> {
  if (actor.kind !== "token" || isIssuer(actor)) return { ok: true };
  const own = await lineOf(tx, organizationId, actor.tokenId);
  if (!own.some(({ isLimited }) => isLimited)) return { ok: true };
  const line = await lineOf(tx, organizationId, id);
  return line.some((link) => link.id === actor.tokenId) ? { ok: true } : fail("exceeds_parent", { field: "limits" });
}
