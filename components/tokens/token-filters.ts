import type { ListFilter } from "@/components/lists/list-filters";
import type { SelectOption } from "@/components/ui/select";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import { PERMISSIONS } from "@/lib/access/authorization/permissions";
import type { SpaceChoice } from "@/lib/tokens/token-form-options";
import { TOKEN_STATUSES } from "@/lib/tokens/limits";
import { STATUS_LABELS } from "./labels";

const PERMISSION: ListFilter = {
  name: "permission",
  label: "Permission",
  options: [
    { value: "", label: "Any permission" },
    ...PERMISSIONS.map((value) => ({ value, label: PERMISSION_LABELS[value].name })),
  ],
};
const STATUS: ListFilter = {
  name: "status",
  label: "Status",
  options: [
    { value: "", label: "All but revoked" },
    ...TOKEN_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value].label })),
  ],
};

const CREATOR: ListFilter = {
  name: "creator",
  label: "Creator",
  options: [
    { value: "", label: "Any creator" },
    { value: "left", label: "Creator has left" },
  ],
};

function scopeOptions(spaces: readonly SpaceChoice[]): SelectOption[] {
  return [
    { value: "", label: "Any scope" },
    { value: "organization", label: "All spaces" },
    ...spaces.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

/** What the list can be narrowed to; `spaces` are the scopes to choose from, null where the place is about one. */
export function tokenFilters(spaces: readonly SpaceChoice[] | null): ListFilter[] {
  return spaces === null
    ? [PERMISSION, STATUS, CREATOR]
    : [{ name: "scope", label: "Scope", options: scopeOptions(spaces) }, PERMISSION, STATUS, CREATOR];
}
