import { type ListUrl, searchOf } from "@/components/lists/list-url";
import { REASON_LABELS } from "@/lib/denials/labels";

/** A description of the filter: `“ci”, other network, from 2026-11-01 (UTC)`. Empty without a filter. */
export function describeDenials(list: ListUrl): string {
  const { reason, token, from, to, zone } = list.params;
  const search = searchOf(list);
  const label = Object.entries(REASON_LABELS).find(([name]) => name === reason)?.[1];
  const parts = [
    search && `“${search}”`,
    label?.toLowerCase(),
    token && "of one API token",
    from && `from ${from}`,
    to && `to ${to}`,
  ];
  const text = parts.filter(Boolean).join(", ");
  return from || to ? `${text} (${zone ?? "UTC"})` : text;
}
