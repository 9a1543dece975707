import type { Tx } from "../platform/db";
import { uuidv7 } from "../platform/uuid";
import type { StorableAsset } from "./reader";

interface Place {
  readonly organizationId: string;
  readonly spaceId: string;
  readonly reportId: string;
}

/**
 * Creates or updates all assets of a report with one statement, in the order of their MRNs, so that concurrent reports
 * never deadlock. A report that is older than the asset's last one changes nothing. A name or platform that is missing
 * in the report is kept. An unnamed asset has its MRN as name.
 */
export async function upsertAssets(
  tx: Tx,
  { organizationId, spaceId, reportId }: Place,
  assets: readonly StorableAsset[],
): Promise<void> {
  const sorted = assets.toSorted((a, b) => (a.mrn < b.mrn ? -1 : 1));
  const column = <T>(pick: (asset: StorableAsset) => T): T[] => sorted.map(pick);
  await tx.$executeRaw`
    INSERT INTO "Asset" ("id", "organizationId", "spaceId", "mrn", "name", "platform", "platformVersion", "arch",
      "score", "error", "lastReportId", "lastSeenAt", "createdAt")
    SELECT u."id", ${organizationId}, ${spaceId}, u."mrn", u."name", u."platform", u."version", u."arch", u."score",
      u."error", ${reportId}::uuid, now(), now()
    FROM unnest(${column(() => uuidv7())}::uuid[], ${column((a) => a.mrn)}::text[],
      ${column((a) => a.name ?? a.mrn)}::text[], ${column((a) => a.platform ?? "")}::text[],
      ${column((a) => a.platformVersion ?? "")}::text[], ${column((a) => a.arch ?? "")}::text[],
      ${column((a) => a.score)}::int[], ${column((a) => a.error)}::text[])
      AS u("id", "mrn", "name", "platform", "version", "arch", "score", "error")
    ON CONFLICT ("spaceId", "mrn") DO UPDATE SET
      "name" = CASE WHEN EXCLUDED."name" = EXCLUDED."mrn" THEN "Asset"."name" ELSE EXCLUDED."name" END,
      "platform" = COALESCE(NULLIF(EXCLUDED."platform", ''), "Asset"."platform"),
      "platformVersion" = COALESCE(NULLIF(EXCLUDED."platformVersion", ''), "Asset"."platformVersion"),
      "arch" = COALESCE(NULLIF(EXCLUDED."arch", ''), "Asset"."arch"),
      "score" = EXCLUDED."score", "error" = EXCLUDED."error", "lastReportId" = EXCLUDED."lastReportId",
      "lastSeenAt" = EXCLUDED."lastSeenAt"
    WHERE "Asset"."lastSeenAt" <= EXCLUDED."lastSeenAt"`;
}

/** Stores a report's results of each asset with one statement. */
export async function putResults(
  tx: Tx,
  { organizationId, spaceId, reportId }: Place,
  assets: readonly StorableAsset[],
): Promise<void> {
  const column = <T>(pick: (asset: StorableAsset) => T): T[] => assets.map(pick);
  await tx.$executeRaw`
    INSERT INTO "AssetResult" ("organizationId", "reportId", "assetId", "score", "error", "scores")
    SELECT ${organizationId}, ${reportId}::uuid, a."id", u."score", u."error", u."scores"::jsonb
    FROM unnest(${column((a) => a.mrn)}::text[], ${column((a) => a.score)}::int[], ${column((a) => a.error)}::text[],
      ${column((a) => a.scores)}::text[]) AS u("mrn", "score", "error", "scores")
    JOIN "Asset" a ON a."spaceId" = ${spaceId} AND a."mrn" = u."mrn"`;
}
