import { PERMISSION_LABELS } from "@/lib/authorization/labels";
import type { SpaceChoice } from "@/lib/tokens/facts";
import { STATUS_LABELS } from "./labels";
import type { ListView } from "./list-view";

/** The filter in words: `“ci”, permission Agent, status Live`. */
export function describeFilter(view: ListView, spaces: readonly SpaceChoice[]): string {
  const parts = [
    view.search && `“${view.search}”`,
    view.scope && `scope ${scopeInWords(view.scope, spaces)}`,
    view.permission && `permission ${PERMISSION_LABELS[view.permission].name}`,
    view.status && `status ${STATUS_LABELS[view.status].label}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function scopeInWords(scope: string, spaces: readonly SpaceChoice[]): string {
  if (scope === "organization") return "All spaces";
  return spaces.find(({ id }) => id === scope)?.name ?? scope;
}
