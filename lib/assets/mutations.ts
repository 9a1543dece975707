import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import type { AssetDto } from "./dto";
import { findAssetRow } from "./queries";
import { toAssetDto } from "./row";

/**
 * Deletes an asset and its results. The next report that contains it creates it again. Fails with `not_found`,
 * `insufficient_scope`.
 */
export async function deleteAsset(actor: Actor, { id }: { id: string }): Promise<Result<{ asset: AssetDto }>> {
  return inTransaction(async (tx) => {
    const row = await findAssetRow(tx, actor, id);
    if (!row) return fail("not_found");
    const decision = decide(actor, "asset.delete", { organizationId: row.organizationId, spaceId: row.spaceId });
    if (!decision.ok) return decision;
    const { count } = await tx.asset.deleteMany({ where: { organizationId: row.organizationId, id } });
    if (count === 0) return fail("not_found");
    await appendAudit(tx, {
      chain: row.organizationId,
      actor,
      action: "asset.deleted",
      resource: { kind: "asset", id },
      spaceId: row.spaceId,
      message: `Deleted asset “${row.name}”`,
      change: { mrn: row.mrn, name: row.name },
    });
    return { ok: true, asset: toAssetDto(row) };
  });
}
