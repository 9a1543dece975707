import type { ListUrl } from "@/components/lists/list-url";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import type { TokenCreator } from "@/lib/tokens/creators";
import type { SpaceChoice } from "@/lib/tokens/token-form-options";
import { countOf, STATUS_LABELS } from "./labels";
import type { ApiChoice } from "./token-filters";
import { tokenFilter } from "./token-list";

/** The filter in words: `“ci”, permission Agent, unused for 30 days`; empty without one. */
export function describeFilter(
  list: ListUrl,
  spaces: readonly SpaceChoice[],
  creators: readonly TokenCreator[],
  apis: readonly ApiChoice[] = [],
): string {
  const { search, spaceAccess, api, scope, subject, permission, status, creator, unusedDays } = tokenFilter(list);
  const parts = [
    search && `“${search}”`,
    spaceAccess && `space access ${describeSpaceAccess(spaceAccess, spaces)}`,
    api && `API ${apis.find(({ identifier }) => identifier === api)?.name ?? api}`,
    scope && `scope ${scope}`,
    subject && `subject “${subject}”`,
    permission && `permission ${PERMISSION_LABELS[permission].name}`,
    status && `status ${STATUS_LABELS[status].label}`,
    creator && creatorInWords(creator, creators),
    unusedDays && `unused for ${countOf(unusedDays, "day")}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function creatorInWords(creator: string, creators: readonly TokenCreator[]): string {
  if (creator === "left") return "creator has left";
  return `created by ${creators.find(({ id }) => id === creator)?.name ?? "this person"}`;
}

function describeSpaceAccess(spaceAccess: string, spaces: readonly SpaceChoice[]): string {
  if (spaceAccess === "organization") return "All spaces";
  return spaces.find(({ id }) => id === spaceAccess)?.name ?? spaceAccess;
}
