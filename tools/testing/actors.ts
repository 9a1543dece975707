import { toSpaceAccess, type TokenActor } from "../../lib/access/authorization/actor";
import type { Permission } from "../../lib/access/authorization/permissions";

/** An actor like that of a live token, without a row. */
export function tokenActor(
  organizationId: string,
  permissions: readonly Permission[],
  spaceId: string | null = null,
): TokenActor {
  return {
    kind: "token",
    tokenId: crypto.randomUUID(),
    name: "Test token",
    organizationId,
    spaceAccess: toSpaceAccess(spaceId),
    permissions,
    expiresAt: null,
    address: "192.0.2.8",
  };
}
