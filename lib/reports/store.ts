import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { Prisma } from "../platform/db/generated/client";
import type { SqlTx } from "../platform/db/sql-transaction";
import { expectRow, inSqlTransaction } from "../platform/db/transaction";
import { createQueue, isQueueFull, type Queue } from "../platform/bounded-queue";
import { fail, type Result } from "../platform/result/result";
import { processWide } from "../platform/process-wide";
import type { ReportDto } from "./dto";
import { slug } from "../platform/validation/fields";
import { insertReport } from "./insert";
import type { StorableReport } from "./reader";
import { COLUMNS, toReportDto, type ReportRow } from "./row";

export interface StoredReport {
  readonly report: ReportDto;
  /** Whether the space already had this report. Then nothing was changed. */
  readonly known: boolean;
}

/** A report of 50,000 assets takes seconds to store, in ms. */
const TRANSACTION = { maxWait: 10_000, timeout: 60_000 };

/**
 * From this many assets on, the connection's cached plans are discarded: the plan of a foreign key check may be from
 * when the table of assets was almost empty, and would read the whole table for each asset.
 */
const MANY = 500;

/**
 * How many of the pool's connections reports may use, so that token checks always find one. Organizations take turns.
 */
const queue = (): Queue => processWide("report store", () => createQueue({ concurrency: 3, waiting: 50 }));

/**
 * Stores a parsed report, its assets and its results with a constant number of statements. If the space already has the
 * report, returns the existing one and changes nothing. Fails with `not_found`, `insufficient_scope`, and `unavailable`
 * when too many reports wait.
 */
export async function storeReport(
  actor: Actor,
  spaceId: string,
  parsed: StorableReport,
): Promise<Result<StoredReport>> {
  const decision = decide(actor, "report.write", { organizationId: actor.organizationId, spaceId });
  if (!decision.ok) return decision;
  if (!slug.safeParse(spaceId).success) return fail("not_found");
  try {
    return await queue().run(() => inSqlTransaction((tx) => store(tx, actor, spaceId, parsed), TRANSACTION), {
      key: actor.organizationId,
    });
  } catch (error) {
    if (isQueueFull(error)) return fail("unavailable", { detail: { retryAfterSeconds: 5 } });
    throw error;
  }
}

async function store(tx: SqlTx, actor: Actor, spaceId: string, parsed: StorableReport): Promise<Result<StoredReport>> {
  if (parsed.assets.length >= MANY) await tx.$executeRaw`DISCARD PLANS`;
  const { id, inSpace, createdAt } = await insertReport(tx, actor, spaceId, parsed);
  if (!inSpace) return fail("not_found");
  if (id === null || createdAt === null)
    return { ok: true, report: await findKnown(tx, actor, spaceId, parsed.digest), known: true };
  const { digest, bytes: size, counts } = parsed;
  const { assets, scores, errors } = counts;
  const at = createdAt.toISOString();
  const report = { id, spaceId, assets, scores, errors, size, digest, createdAt: at, createdBy: actor.name };
  await audit(tx, actor, report);
  return { ok: true, report, known: false };
}

async function findKnown(tx: SqlTx, actor: Actor, spaceId: string, digest: string): Promise<ReportDto> {
  const [row] = await tx.$queryRaw<ReportRow[]>(Prisma.sql`SELECT ${COLUMNS} FROM "Report" r
    WHERE r."organizationId" = ${actor.organizationId} AND r."spaceId" = ${spaceId}
      AND r."digest" = ${Buffer.from(digest, "hex")}`);
  return toReportDto(expectRow(row ?? null, "report"));
}

async function audit(
  tx: SqlTx,
  actor: Actor,
  { id, spaceId, assets, scores, errors, size, digest }: ReportDto,
): Promise<void> {
  await appendAudit(tx, {
    chain: actor.organizationId,
    actor,
    action: "report.received",
    resource: { kind: "report", id },
    spaceId,
    message: `Received a report on ${assets === 1 ? "1 asset" : `${assets} assets`}`,
    change: { assets, scores, errors, bytes: size, sha256: digest },
  });
}
