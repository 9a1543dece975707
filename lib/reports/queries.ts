import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage, timeKey, type Key } from "../platform/paging/keyset";
import { fail, type Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import { id as idSchema } from "../platform/validation/fields";
import type { ReportDto } from "./dto";
import { COLUMNS, toReportDto, type ReportRow } from "./row";
import type { ListReportsInput } from "./schema";

const KEYS: readonly Key[] = [
  { sql: Prisma.sql`r."createdAt"`, type: Prisma.sql`timestamptz`, value: timeKey },
  { sql: Prisma.sql`r."id"`, type: Prisma.sql`uuid`, value: idSchema },
];

/**
 * A page of a space's reports, newest first. Two statements regardless of their number. Fails with `not_found`,
 * `insufficient_scope`.
 */
export async function listReports(actor: Actor, input: ListReportsInput): Promise<Result<{ page: Page<ReportDto> }>> {
  const decision = await authorizeIn(db(), actor, "report.read", input.spaceId);
  if (!decision.ok) return decision;
  const from = Prisma.sql`FROM "Report" r
    WHERE r."organizationId" = ${actor.organizationId} AND r."spaceId" = ${input.spaceId}`;
  const values = (row: ReportRow) => [row.sortTime, row.id];
  return readPage({ keys: KEYS, direction: "desc", columns: COLUMNS, from, values, item: toReportDto }, input);
}

/** One report. Fails with `not_found`, `insufficient_scope`. */
export async function getReport(actor: Actor, id: string): Promise<Result<{ report: ReportDto }>> {
  const row = await findReportRow(db(), actor, id);
  if (!row) return fail("not_found");
  const decision = decide(actor, "report.read", { organizationId: row.organizationId, spaceId: row.spaceId });
  return decision.ok ? { ok: true, report: toReportDto(row) } : decision;
}

/** The row in the actor's organization, or null. For use inside this folder, before `decide`. */
export async function findReportRow(client: Tx, actor: Actor, id: string): Promise<ReportRow | null> {
  if (!idSchema.safeParse(id).success) return null;
  const [row] = await client.$queryRaw<ReportRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM "Report" r
      WHERE r."organizationId" = ${actor.organizationId} AND r."id" = ${id}::uuid`,
  );
  return row ?? null;
}
