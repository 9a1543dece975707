import type { AuditEventDto } from "@/lib/audit/dto";

type Json = AuditEventDto["change"][string];

/** One changed field. */
export interface ChangeRow {
  field: string;
  /** Only when a value was replaced. */
  from?: string;
  to: string;
}

/** `tokenMaxLifetimeDays` as “token max lifetime days”. */
function words(key: string): string {
  return key
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/_/g, " ")
    .toLowerCase();
}

function text(value: Json | undefined): string {
  if (value === null || value === undefined || value === "") return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(text).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isReplacement(value: Json): value is { readonly from: Json; readonly to: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "from" in value && "to" in value;
}

/** The change of an event, one row per field. */
export function changeRows(change: AuditEventDto["change"]): ChangeRow[] {
  return Object.entries(change).map(([key, value]) =>
    isReplacement(value)
      ? { field: words(key), from: text(value.from), to: text(value.to) }
      : { field: words(key), to: text(value) },
  );
}
