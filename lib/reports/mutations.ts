import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Tx } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import { lockSpaceForUpdate } from "../access/authorization/require-space-access";
import type { ReportDto } from "./dto";
import { findReportRow } from "./queries";
import type { ReportBytes } from "./reader";
import { mayPostReport, receiveReport } from "./receive";
import { toReportDto, type ReportRow } from "./row";
import { storeReport, type StoredReport } from "./store";

/** A report's space, and its bytes. */
export interface PostReportInput extends ReportBytes {
  readonly spaceId: string;
}

/** Parses and stores a report. See `mayPostReport`, `receiveReport` and `storeReport` for its failures. */
export async function postReport(actor: Actor, { spaceId, ...report }: PostReportInput): Promise<Result<StoredReport>> {
  const allowed = await mayPostReport(actor, spaceId, report.bytes.byteLength);
  if (!allowed.ok) return allowed;
  return receiveReport({ actor, spaceId, ...report }, (storable) => storeReport(actor, spaceId, storable));
}

/**
 * Deletes a report. Its assets return to the state of the previous report. Fails with `not_found`,
 * `insufficient_scope`.
 */
export async function deleteReport(actor: Actor, { id }: { id: string }): Promise<Result<{ report: ReportDto }>> {
  return inTransaction(async (tx) => {
    const row = await findReportRow(tx, actor, id);
    if (!row) return fail("not_found");
    const decision = decide(actor, "report.delete", { organizationId: row.organizationId, spaceId: row.spaceId });
    return decision.ok ? remove(tx, actor, row) : decision;
  });
}

async function remove(tx: Tx, actor: Actor, row: ReportRow): Promise<Result<{ report: ReportDto }>> {
  const locked = await lockSpaceForUpdate(tx, row.organizationId, row.spaceId);
  if (!locked.ok) return locked;
  await forgetInAssets(tx, row);
  const { count } = await tx.report.deleteMany({ where: { organizationId: row.organizationId, id: row.id } });
  if (count === 0) return fail("not_found");
  await appendAudit(tx, {
    chain: row.organizationId,
    actor,
    action: "report.deleted",
    resource: { kind: "report", id: row.id },
    spaceId: row.spaceId,
    message: "Deleted a report",
    change: { assets: row.assets, sha256: row.digest, receivedAt: row.createdAt.toISOString() },
  });
  return { ok: true, report: toReportDto(row) };
}

/** PostgreSQL evaluates the last condition again if a newer report has just changed the asset, but not the others. */
async function forgetInAssets(tx: Tx, { organizationId, id }: ReportRow): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Asset" a SET "lastReportId" = before."reportId", "score" = before."score", "error" = before."error"
    FROM (
      SELECT l."id", x."reportId", x."score", x."error" FROM "Asset" l
      LEFT JOIN LATERAL (
        SELECT s."reportId", s."score", s."error" FROM "AssetResult" s
          JOIN "Report" r ON r."organizationId" = s."organizationId" AND r."id" = s."reportId"
        WHERE s."organizationId" = l."organizationId" AND s."assetId" = l."id" AND s."reportId" <> ${id}::uuid
          ORDER BY r."createdAt" DESC, r."id" DESC LIMIT 1) x ON TRUE
      WHERE l."organizationId" = ${organizationId} AND l."lastReportId" = ${id}::uuid
    ) before
    WHERE a."id" = before."id" AND a."lastReportId" = ${id}::uuid`;
}
