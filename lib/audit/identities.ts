import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";

/**
 * The spaces of tokens that acted, by the tokens' ids; null for organization-wide ones. Tokens that went with their
 * space are missing. One statement. Nothing for those who may not read the audit log.
 */
export async function findTokenSpaces(
  actor: Actor,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const { organizationId } = actor;
  const decision = decide(actor, "audit.read", { organizationId, spaceId: spaceOf(spaceAccessOf(actor)) });
  if (!decision.ok) return new Map();
  const tokens = await db().apiToken.findMany({
    where: { organizationId, id: { in: [...tokenIds] } },
    select: { id: true, spaceId: true },
  });
  return new Map(tokens.map(({ id, spaceId }) => [id, spaceId]));
}
