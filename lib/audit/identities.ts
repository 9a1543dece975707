import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";

/**
 * The spaces of acting tokens by token id; null for organization-wide tokens. Tokens that were deleted with their space
 * are missing. One statement. Empty if the actor may not read the audit log.
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
