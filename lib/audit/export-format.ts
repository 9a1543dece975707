import { csvHead, csvLine } from "../platform/csv";
import type { AuditEventDto } from "./dto";

/** The formats of an export. */
export const EXPORT_FORMATS = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const COLUMNS = [
  "sequence",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "action",
  "resource_kind",
  "resource_id",
  "space_id",
  "message",
  "change",
  "address",
] as const;

/** The text before the first event: CSV names its columns, JSON Lines needs nothing. */
export function exportHead(format: ExportFormat): string {
  return format === "csv" ? csvHead(COLUMNS) : "";
}

/** One event as a line: of CSV (RFC 4180, UTF-8), or of JSON Lines. */
export function exportLine(format: ExportFormat, event: AuditEventDto): string {
  return format === "csv" ? csvLine(cellsOf(event)) : `${JSON.stringify(event)}\n`;
}

function cellsOf(event: AuditEventDto): readonly string[] {
  const { sequence, at, actor, action, resource, spaceId, message, change, address } = event;
  return [
    String(sequence),
    at,
    actor.kind,
    actor.id ?? "",
    actor.name,
    action,
    resource.kind,
    resource.id,
    spaceId ?? "",
    message,
    JSON.stringify(change),
    address ?? "",
  ];
}
