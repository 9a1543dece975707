import type { ListFilter } from "@/components/lists/list-filters";
import type { SelectOption } from "@/components/ui/select";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import { PERMISSIONS } from "@/lib/access/authorization/permissions";
import type { ApiSummary } from "@/lib/apis/dto";
import type { SpaceChoice } from "@/lib/tokens/token-form-options";
import type { TokenCreators } from "@/lib/tokens/creators";
import { TOKEN_STATUSES } from "@/lib/tokens/limits";
import { countOf, STATUS_LABELS } from "./labels";

/** An API that the list can be filtered by. */
export type ApiChoice = Pick<ApiSummary, "identifier" | "name">;

const PERMISSION: ListFilter = {
  name: "permission",
  label: "Permission",
  options: [
    { value: "", label: "Any permission" },
    ...PERMISSIONS.map((value) => ({ value, label: PERMISSION_LABELS[value].name })),
  ],
};
/** The filter by status. */
export const STATUS_FILTER: ListFilter = {
  name: "status",
  label: "Status",
  options: [
    { value: "", label: "All but deleted" },
    ...TOKEN_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value].label })),
  ],
};

function creatorFilter({ creators, isCut }: TokenCreators): ListFilter {
  return {
    name: "creator",
    label: "Created by",
    options: [
      { value: "", label: isCut ? `Any creator (${creators.length} of more are listed)` : "Any creator" },
      { value: "left", label: "Creator has left" },
      ...creators.map(({ id, name }) => ({ value: id, label: name })),
    ],
  };
}

function spaceAccessOptions(spaces: readonly SpaceChoice[]): SelectOption[] {
  return [
    { value: "", label: "Any space access" },
    { value: "organization", label: "All spaces" },
    ...spaces.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

/** The filter by API; none for an organization without APIs. `chosen` is offered too: it may be deleted by now. */
function apiFilters(apis: readonly ApiChoice[], chosen: string | undefined): ListFilter[] {
  if (apis.length === 0) return [];
  const isUnknown = chosen !== undefined && !apis.some(({ identifier }) => identifier === chosen);
  const options = apis.map(({ identifier, name }) => ({ value: identifier, label: name }));
  const all = [{ value: "", label: "Any API" }, ...options, ...(isUnknown ? [{ value: chosen, label: chosen }] : [])];
  return [{ name: "api", label: "API", options: all }];
}

/** The days without a use that the filter offers. */
const UNUSED_DAYS = [7, 30, 90, 180];

/** The filter by unused tokens. `chosen` is offered too: the URL may name any number of days. */
function unusedFilter(chosen: number | undefined): ListFilter {
  const days = chosen === undefined ? UNUSED_DAYS : [...new Set([...UNUSED_DAYS, chosen])];
  const options = days
    .toSorted((a, b) => a - b)
    .map((count) => ({ value: String(count), label: `Unused for ${countOf(count, "day")}` }));
  return { name: "unusedDays", label: "Last use", options: [{ value: "", label: "Any last use" }, ...options] };
}

/** What the filters of the list offer. */
interface FilterChoices {
  /** Null if the list is about one space access. */
  readonly spaces: readonly SpaceChoice[] | null;
  readonly creators: TokenCreators;
  readonly apis: readonly ApiChoice[];
  /** The API that the list is filtered by. */
  readonly api: string | undefined;
  /** The days without a use that the list is filtered by. */
  readonly unusedDays: number | undefined;
}

/** The filters of the list. */
export function tokenFilters({ spaces, creators, apis, api, unusedDays }: FilterChoices): ListFilter[] {
  const byKind = [PERMISSION, ...apiFilters(apis, api), STATUS_FILTER];
  const filters = [...byKind, creatorFilter(creators), unusedFilter(unusedDays)];
  return spaces === null
    ? filters
    : [{ name: "spaceAccess", label: "Space access", options: spaceAccessOptions(spaces) }, ...filters];
}
