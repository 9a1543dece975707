import { toSpaceAccess, type TokenActor, type UserActor } from "../../lib/access/authorization/actor";
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

/** A Super Admin without a row. */
export function superAdmin(organizationId = "acme-labs"): UserActor {
  return {
    kind: "user",
    userId: "01900000-0000-7000-8000-000000000001",
    sessionId: "01900000-0000-7000-8000-000000000002",
    name: "Ada",
    email: "ada@example.com",
    organizationId,
    role: "super_admin",
    address: null,
  };
}
