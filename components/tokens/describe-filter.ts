import type { ListUrl } from "@/components/lists/list-url";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import type { SpaceChoice } from "@/lib/tokens/token-form-options";
import { STATUS_LABELS } from "./labels";
import { tokenFilter } from "./token-list";

/** The filter in words: `“ci”, permission Agent, status Live`; empty without one. */
export function describeFilter(list: ListUrl, spaces: readonly SpaceChoice[]): string {
  const { search, scope, permission, status, creator } = tokenFilter(list);
  const parts = [
    search && `“${search}”`,
    scope && `scope ${scopeInWords(scope, spaces)}`,
    permission && `permission ${PERMISSION_LABELS[permission].name}`,
    status && `status ${STATUS_LABELS[status].label}`,
    creator && "creator has left",
  ];
  return parts.filter(Boolean).join(", ");
}

function scopeInWords(scope: string, spaces: readonly SpaceChoice[]): string {
  if (scope === "organization") return "All spaces";
  return spaces.find(({ id }) => id === scope)?.name ?? scope;
}
