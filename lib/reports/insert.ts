import type { Actor } from "../access/authorization/actor";
import { Prisma, type Report } from "../platform/db/generated/client";
import type { SqlTx } from "../platform/db/sql-transaction";
import { expectRow } from "../platform/db/transaction";
import { uuidv7 } from "../platform/uuid";
import type { StorableAsset, StorableReport } from "./reader";

type Inserted = Pick<Report, "id" | "createdAt">;

/** What the statement found and did. The columns of the report are null if there is no new one. */
export type InsertedRow = { [Column in keyof Inserted]: Inserted[Column] | null } & {
  /** Whether the space exists. */
  inSpace: boolean;
};

/**
 * Stores a report with its assets and their results, by one statement. Stores nothing if the space does not exist or
 * has this report: of two concurrent posts of one report, the second waits here for the first. The space cannot be
 * deleted before the transaction ends.
 */
export async function insertReport(
  tx: SqlTx,
  actor: Actor,
  spaceId: string,
  report: StorableReport,
): Promise<InsertedRow> {
  const { organizationId } = actor;
  const [row] = await tx.$queryRaw<InsertedRow[]>(Prisma.sql`
    WITH space AS (
      SELECT FROM "Space" WHERE "organizationId" = ${organizationId} AND "id" = ${spaceId} FOR KEY SHARE
    ), received AS (${insertReceived(actor, spaceId, report)}
    ), given AS (${assetRows(report.assets)}
    ), found AS (${upsertAssets(organizationId, spaceId)}
    ), results AS (${insertResults(organizationId)}
    ) SELECT received."id", received."createdAt", EXISTS (SELECT FROM space) AS "inSpace"
      FROM (VALUES (1)) AS always LEFT JOIN received ON TRUE`);
  return expectRow(row ?? null, "report");
}

function insertReceived(
  { organizationId, name }: Actor,
  spaceId: string,
  { digest, gzip, counts, bytes }: StorableReport,
): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "Report" ("id", "organizationId", "spaceId", "digest", "bytes", "size", "assets", "scores", "errors",
      "createdByName", "createdAt")
    SELECT ${uuidv7()}::uuid, ${organizationId}, ${spaceId}, ${Buffer.from(digest, "hex")}, ${gzip}, ${bytes}::int,
      ${counts.assets}::int, ${counts.scores}::int, ${counts.errors}::int, ${name}, now() FROM space
    ON CONFLICT ("spaceId", "digest") DO NOTHING RETURNING "id", "createdAt"`;
}

/** A column of an asset that keeps its value if the asset was seen by a newer report. */
const unlessNewer = (column: string, value = `EXCLUDED."${column}"`): string =>
  `"${column}" = CASE WHEN "Asset"."lastSeenAt" <= EXCLUDED."lastSeenAt" THEN ${value} ELSE "Asset"."${column}" END`;

/** A name or platform that is missing in the report is kept. An unnamed asset has its MRN as name. */
const SEEN_AGAIN = Prisma.raw(
  [
    unlessNewer("name", `CASE WHEN EXCLUDED."name" = EXCLUDED."mrn" THEN "Asset"."name" ELSE EXCLUDED."name" END`),
    ...["platform", "platformVersion", "arch"].map((column) =>
      unlessNewer(column, `COALESCE(NULLIF(EXCLUDED."${column}", ''), "Asset"."${column}")`),
    ),
    ...["score", "error", "lastReportId", "lastSeenAt"].map((column) => unlessNewer(column)),
  ].join(", "),
);

/** The assets of a report as rows, in the order of their MRNs. Each list is sent once. */
function assetRows(assets: readonly StorableAsset[]): Prisma.Sql {
  const sorted = assets.toSorted((a, b) => (a.mrn < b.mrn ? -1 : 1));
  const column = <T>(pick: (asset: StorableAsset) => T): T[] => sorted.map(pick);
  return Prisma.sql`
    SELECT * FROM ROWS FROM (unnest(${column(() => uuidv7())}::uuid[], ${column((a) => a.mrn)}::text[],
      ${column((a) => a.name ?? a.mrn)}::text[], ${column((a) => a.platform ?? "")}::text[],
      ${column((a) => a.platformVersion ?? "")}::text[], ${column((a) => a.arch ?? "")}::text[],
      ${column((a) => a.score)}::int[], ${column((a) => a.error)}::text[]),
      jsonb_array_elements(${`[${column((a) => a.scores).join(",")}]`}::jsonb))
      AS u("id", "mrn", "name", "platform", "version", "arch", "score", "error", "scores")`;
}

/**
 * Creates or updates the assets of a new report, in the order of their MRNs, so that concurrent reports never deadlock.
 * A row that a newer report has changed is written as it is: otherwise its id would not be returned.
 */
function upsertAssets(organizationId: string, spaceId: string): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "Asset" ("id", "organizationId", "spaceId", "mrn", "name", "platform", "platformVersion", "arch",
      "score", "error", "lastReportId", "lastSeenAt", "createdAt")
    SELECT u."id", ${organizationId}, ${spaceId}, u."mrn", u."name", u."platform", u."version", u."arch", u."score",
      u."error", received."id", now(), now() FROM received, given u
    ON CONFLICT ("spaceId", "mrn") DO UPDATE SET ${SEEN_AGAIN} RETURNING "id", "mrn"`;
}

function insertResults(organizationId: string): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "AssetResult" ("organizationId", "reportId", "assetId", "score", "error", "scores")
    SELECT ${organizationId}, received."id", found."id", u."score", u."error", u."scores"
    FROM received, found JOIN given u ON u."mrn" = found."mrn"`;
}
