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

/** Excel reads a CSV file as UTF-8 only if it starts with this. */
const BYTE_ORDER_MARK = "\ufeff";

/** The text before the first event: CSV names its columns, JSON Lines needs nothing. */
export function exportHead(format: ExportFormat): string {
  return format === "csv" ? `${BYTE_ORDER_MARK}${COLUMNS.join(",")}\r\n` : "";
}

/** One event as a line: of CSV (RFC 4180, UTF-8), or of JSON Lines. */
export function exportLine(format: ExportFormat, event: AuditEventDto): string {
  return format === "csv" ? `${cellsOf(event).map(cell).join(",")}\r\n` : `${JSON.stringify(event)}\n`;
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

/**
 * Spreadsheets run cells that begin like a formula, and users can choose such names. An apostrophe makes the cell text.
 */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
