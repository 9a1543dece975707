import type { Tx } from "../../platform/db";
import { fail, type Result } from "../../platform/result/result";

/**
 * Locks a live organization FOR SHARE, so that nothing can be added while it is being deleted. Fails with `not_found`.
 */
export async function requireLiveOrganization(tx: Tx, organizationId: string): Promise<Result> {
  const live = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} AND "deletedAt" IS NULL FOR SHARE`;
  return live.length === 1 ? { ok: true } : fail("not_found");
}
