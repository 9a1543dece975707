import type { Actor } from "../access/authorization/actor";
import type { Page } from "../platform/paging/page";
import type { Result } from "../platform/result/result";
import type { AuditEventDto } from "./dto";
import { exportHead, exportLine, type ExportFormat } from "./export-format";
import { listAuditEvents } from "./queries";
import type { AuditFilter } from "./schema";

/** How many events one statement reads. */
const BATCH = 200;

/**
 * The matching events as text, oldest first. Pages are read as they are consumed, so only one is in memory. Fails like
 * `listAuditEvents` before anything is sent; throws later if the database becomes unavailable.
 */
export async function exportAuditEvents(
  actor: Actor,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<Result<{ parts: AsyncGenerator<string, void> }>> {
  const first = await read(actor, filter, undefined);
  return first.ok ? { ok: true, parts: partsFrom(actor, filter, format, first.page) } : first;
}

function read(actor: Actor, filter: AuditFilter, after: string | undefined) {
  return listAuditEvents(actor, { filter, direction: "asc", withTotal: false, limit: BATCH, after });
}

async function* partsFrom(
  actor: Actor,
  filter: AuditFilter,
  format: ExportFormat,
  first: Page<AuditEventDto>,
): AsyncGenerator<string, void> {
  yield exportHead(format);
  for (let page = first; ;) {
    yield page.items.map((event) => exportLine(format, event)).join("");
    if (page.nextCursor === null) return;
    const next = await read(actor, filter, page.nextCursor);
    if (!next.ok) throw new Error(`an export was aborted: ${next.reason}`);
    page = next.page;
  }
}
