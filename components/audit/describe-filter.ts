import { type ListUrl, searchOf } from "@/components/lists/list-url";
import { ACTION_GROUPS } from "./action-groups";

/** A description of the filter: `“ada”, about API tokens, from 2026-11-01`. Empty without a filter. */
export function describeFilter(list: ListUrl): string {
  const { action, actor, resource, from, to, zone } = list.params;
  const search = searchOf(list);
  const parts = [
    search && `“${search}”`,
    action && `about ${ACTION_GROUPS.find(({ value }) => value === action)?.label ?? action}`,
    actor && "by one person or token",
    resource && "about one thing",
    from && `from ${from}`,
    to && `to ${to}`,
  ];
  const text = parts.filter(Boolean).join(", ");
  return from || to ? `${text} (${zone ?? "UTC"})` : text;
}
