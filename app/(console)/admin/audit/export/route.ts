import { exportAuditEvents } from "@/lib/audit/export";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/audit/export-format";
import { requireAdministrator } from "@/lib/access/session/session";
import { orNotFound } from "../../../or-not-found";
import { auditInput, readAuditList } from "../filter";
import { NOSNIFF } from "@/lib/platform/http/security-headers";

const TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/jsonl; charset=utf-8",
};

/** Downloads the whole audit log with the page's filters. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireAdministrator("/admin/audit");
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const format = EXPORT_FORMATS.find((known) => known === query.format) ?? "csv";
  const { filter } = auditInput(readAuditList(query));
  const { parts } = orNotFound(await exportAuditEvents(actor, filter, format));
  const headers = {
    "content-type": TYPES[format],
    "content-disposition": `attachment; filename="${actor.organizationId}-audit-log.${format}"`,
    "cache-control": "private, no-store",
    ...NOSNIFF,
  };
  return new Response(streamOf(parts), { headers });
}

/** Reads the next part when the previous one has been sent, and stops when the client disconnects. */
function streamOf(parts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return();
    },
  });
}
