import type { ListFilter } from "@/components/lists/list-filters";
import { REASON_LABELS } from "@/lib/denials/labels";
import { REASONS } from "@/lib/denials/reasons";

export const REASON_FILTER: ListFilter = {
  name: "reason",
  label: "Reason",
  options: [
    { value: "", label: "Every reason" },
    ...REASONS.map((reason) => ({ value: reason, label: REASON_LABELS[reason] })),
  ],
};
