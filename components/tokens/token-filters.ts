import type { ListFilter } from "@/components/lists/list-filters";
import type { SelectOption } from "@/components/ui/select";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import { PERMISSIONS } from "@/lib/access/authorization/permissions";
import type { ApiSummary } from "@/lib/apis/dto";
import type { SpaceChoice } from "@/lib/tokens/token-form-options";
import type { TokenCreator } from "@/lib/tokens/creators";
import { TOKEN_STATUSES } from "@/lib/tokens/limits";
import { STATUS_LABELS } from "./labels";

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

function creatorFilter(creators: readonly TokenCreator[]): ListFilter {
  return {
    name: "creator",
    label: "Created by",
    options: [
      { value: "", label: "Any creator" },
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

/** The filter by API; none for an organization without APIs. */
function apiFilters(apis: readonly ApiChoice[]): ListFilter[] {
  const options = apis.map(({ identifier, name }) => ({ value: identifier, label: name }));
  return apis.length === 0
    ? []
    : [{ name: "api", label: "API", options: [{ value: "", label: "Any API" }, ...options] }];
}

/** The filters of the list. `spaces` are the ones to choose from, null if the list is about one. */
export function tokenFilters(
  spaces: readonly SpaceChoice[] | null,
  creators: readonly TokenCreator[],
  apis: readonly ApiChoice[],
): ListFilter[] {
  const filters = [PERMISSION, ...apiFilters(apis), STATUS_FILTER, creatorFilter(creators)];
  return spaces === null
    ? filters
    : [{ name: "spaceAccess", label: "Space access", options: spaceAccessOptions(spaces) }, ...filters];
}
