import { z } from "../platform/validation/zod";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { fail, type Result } from "../platform/result/result";
import type { AssetReportDto, CheckDto } from "./dto";
import { findAssetRow } from "./queries";
import { toAssetDto } from "./row";

interface Row {
  score: number | null;
  error: string | null;
  scores: unknown;
  total: number;
  createdAt: Date;
  createdByName: string;
}

/** The newest report about an asset. Fails with `not_found`, also if no report is left, and `insufficient_scope`. */
export async function getLatestReport(actor: Actor, assetId: string): Promise<Result<{ latest: AssetReportDto }>> {
  const asset = await findAssetRow(db(), actor, assetId);
  if (!asset) return fail("not_found");
  const decision = decide(actor, "report.read", { organizationId: asset.organizationId, spaceId: asset.spaceId });
  if (!decision.ok) return decision;
  const { lastReportId } = asset;
  const [row] = lastReportId === null ? [] : await find(asset.organizationId, assetId, lastReportId);
  if (!row || lastReportId === null) return fail("not_found");
  const { score, error, createdAt, createdByName } = row;
  const checks = toChecks(row.scores);
  const latest = {
    asset: toAssetDto(asset),
    reportId: lastReportId,
    receivedAt: createdAt.toISOString(),
    receivedFrom: createdByName,
    score,
    error,
    checks,
    moreChecks: row.total > checks.length,
  };
  return { ok: true, latest };
}

/** The first 10,000 checks: one asset of one report may have 250,000. */
function find(organizationId: string, assetId: string, reportId: string): Promise<Row[]> {
  return db().$queryRaw<Row[]>`
    SELECT x."score", x."error", jsonb_array_length(x."scores") AS "total",
      jsonb_path_query_array(x."scores", '$[0 to 9999]') AS "scores", r."createdAt", r."createdByName"
    FROM "AssetResult" x JOIN "Report" r ON r."organizationId" = x."organizationId" AND r."id" = x."reportId"
    WHERE x."organizationId" = ${organizationId} AND x."reportId" = ${reportId}::uuid
      AND x."assetId" = ${assetId}::uuid`;
}

const storedSchema = z.array(z.tuple([z.string(), z.number().nullable(), z.string()]));

/** As `putResults` of the reports stores them. */
function toChecks(stored: unknown): CheckDto[] {
  return storedSchema.parse(stored).map(([queryId, score, status]) => ({ queryId, score, status }));
}
