import type { Tx } from "../platform/db";

/** Deletes those of the bundles that are empty. The caller has locked their space. */
export async function dropEmptyBundles(tx: Tx, organizationId: string, bundleIds: readonly string[]): Promise<void> {
  if (bundleIds.length === 0) return;
  await tx.$executeRaw`DELETE FROM "Bundle" b WHERE b."organizationId" = ${organizationId} AND b."id" = ANY(${[...new Set(bundleIds)]}::uuid[])
    AND NOT EXISTS (SELECT 1 FROM "Policy" p WHERE p."organizationId" = b."organizationId" AND p."bundleId" = b."id")
    AND NOT EXISTS (SELECT 1 FROM "QueryPack" q WHERE q."organizationId" = b."organizationId" AND q."bundleId" = b."id")`;
}
