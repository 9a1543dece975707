import type { Tx } from "../../platform/db";
import { fail, type Result } from "../../platform/result/result";

/** Holds an organization in place until the transaction ends, so that nothing is added to one that is being deleted. */
export async function requireLiveOrganization(tx: Tx, organizationId: string): Promise<Result> {
  const live = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM "Organization" WHERE "id" = ${organizationId} AND "deletedAt" IS NULL FOR SHARE`;
  return live.length === 1 ? { ok: true } : fail("not_found");
}
