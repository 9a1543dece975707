import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Tx } from "../platform/db";
import { expectRow, inTransaction } from "../platform/db/transaction";
import { createQueue, isQueueFull, type Queue } from "../platform/bounded-queue";
import { fail, type Result } from "../platform/result/result";
import { processWide } from "../platform/process-wide";
import { lockSpaceForShare } from "../access/authorization/require-space-access";
import { uuidv7 } from "../platform/uuid";
import { putResults, upsertAssets } from "./assets";
import type { ReportDto } from "./dto";
import { findReportRow } from "./queries";
import type { StorableReport } from "./reader";
import { toReportDto } from "./row";

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
  try {
    return await queue().run(() => inTransaction((tx) => store(tx, actor, spaceId, parsed), TRANSACTION), {
      key: actor.organizationId,
    });
  } catch (error) {
    if (isQueueFull(error)) return fail("unavailable", { detail: { retryAfterSeconds: 5 } });
    throw error;
  }
}

async function store(tx: Tx, actor: Actor, spaceId: string, parsed: StorableReport): Promise<Result<StoredReport>> {
  const held = await lockSpaceForShare(tx, actor.organizationId, spaceId);
  if (!held.ok) return held;
  const { id, known } = await insertReport(tx, actor, spaceId, parsed);
  if (!known) {
    const place = { organizationId: actor.organizationId, spaceId, reportId: id };
    await upsertAssets(tx, place, parsed.assets);
    if (parsed.assets.length >= MANY) await tx.$executeRaw`DISCARD PLANS`;
    await putResults(tx, place, parsed.assets);
  }
  const report = toReportDto(expectRow(await findReportRow(tx, actor, id), "report"));
  if (!known) await audit(tx, actor, report);
  return { ok: true, report, known };
}

/** Of two concurrent posts of the same report, the second waits here for the first and finds its row. */
async function insertReport(
  tx: Tx,
  actor: Actor,
  spaceId: string,
  { digest, gzip, counts, bytes }: StorableReport,
): Promise<{ id: string; known: boolean }> {
  const key = new Uint8Array(Buffer.from(digest, "hex"));
  const [created] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "Report" ("id", "organizationId", "spaceId", "digest", "bytes", "size", "assets", "scores", "errors",
      "createdByName", "createdAt")
    VALUES (${uuidv7()}::uuid, ${actor.organizationId}, ${spaceId}, ${key}, ${gzip}, ${bytes}, ${counts.assets},
      ${counts.scores}, ${counts.errors}, ${actor.name}, now())
    ON CONFLICT ("spaceId", "digest") DO NOTHING RETURNING "id"`;
  if (created) return { id: created.id, known: false };
  const existing = await tx.report.findUniqueOrThrow({
    where: { spaceId_digest: { spaceId, digest: key } },
    select: { id: true },
  });
  return { id: existing.id, known: true };
}

async function audit(
  tx: Tx,
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
