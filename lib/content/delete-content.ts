import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { Prisma } from "../platform/db/generated/client";
import type { Tx } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import { lockSpaceForUpdate } from "../access/authorization/require-space-access";
import type { ContentDto } from "./dto";
import type { ContentKindFacts } from "./kind";
import { findContentRow } from "./queries";
import { toContentDto, type ContentRow } from "./row";

/**
 * Deletes a policy or query pack with its assignments; deleting the last one of a bundle deletes the file. Fails with
 * `not_found`, `insufficient_scope`.
 */
export async function deleteContent(
  kind: ContentKindFacts,
  actor: Actor,
  { id }: { id: string },
): Promise<Result<{ item: ContentDto }>> {
  return inTransaction(async (tx) => {
    const row = await findContentRow(tx, kind, actor, id);
    if (!row) return fail("not_found");
    const decision = decide(actor, kind.write, { organizationId: row.organizationId, spaceId: row.spaceId });
    return decision.ok ? remove(tx, kind, actor, row) : decision;
  });
}

async function remove(
  tx: Tx,
  kind: ContentKindFacts,
  actor: Actor,
  row: ContentRow,
): Promise<Result<{ item: ContentDto }>> {
  const { organizationId, spaceId, id } = row;
  const locked = await lockSpaceForUpdate(tx, organizationId, spaceId);
  if (!locked.ok) return locked;
  const gone = await tx.$queryRaw<{ bundleId: string }[]>(
    Prisma.sql`DELETE FROM ${kind.table} WHERE "organizationId" = ${organizationId} AND "id" = ${id}::uuid
      RETURNING "bundleId"`,
  );
  if (gone.length === 0) return fail("not_found");
  await dropEmptyBundles(
    tx,
    organizationId,
    gone.map(({ bundleId }) => bundleId),
  );
  await appendAudit(tx, {
    chain: organizationId,
    actor,
    action: `${kind.kind}.deleted`,
    resource: { kind: kind.kind, id },
    spaceId,
    message: `Deleted ${kind.noun} “${row.name}”`,
    change: { uid: row.uid, name: row.name, version: row.version },
  });
  return { ok: true, item: toContentDto(row) };
}

/** Deletes those of the bundles that are empty. The caller has locked their space. */
export async function dropEmptyBundles(tx: Tx, organizationId: string, bundleIds: readonly string[]): Promise<void> {
  if (bundleIds.length === 0) return;
  await tx.$executeRaw`DELETE FROM "Bundle" b
    WHERE b."organizationId" = ${organizationId} AND b."id" = ANY(${[...new Set(bundleIds)]}::uuid[])
    AND NOT EXISTS (SELECT 1 FROM "Policy" p WHERE p."organizationId" = b."organizationId" AND p."bundleId" = b."id")
    AND NOT EXISTS (SELECT 1 FROM "QueryPack" q
      WHERE q."organizationId" = b."organizationId" AND q."bundleId" = b."id")`;
}
