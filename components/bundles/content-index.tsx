import { ClipboardCheck, FileQuestion } from "lucide-react";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import type { ListUrl, Order } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import type { ContentDto } from "@/lib/content/dto";
import { ASSIGNMENT_ACTIONS } from "@/lib/content/schema";
import type { Page } from "@/lib/platform/paging/page";
import type { Result } from "@/lib/platform/result/result";
import { type ContentTableContext, ContentTable } from "./content-table";
import { UploadButton } from "./upload-button";
import type { UploadProps } from "./upload-dialog";
import { ASSIGNMENT_LABELS, CONTENT_LABELS } from "./labels";

export interface ContentIndexProps {
  context: ContentTableContext;
  list: ListUrl;
  order: Order;
  upload: UploadProps;
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ page: Page<ContentDto> }>>;
}

const ASSIGNED = {
  name: "assigned",
  label: "Assigned",
  options: [
    { value: "", label: "Assigned or not" },
    ...ASSIGNMENT_ACTIONS.map((value) => ({ value, label: ASSIGNMENT_LABELS[value] })),
  ],
};

/** The filter in words: `“ssh”, Active`. */
function filterOf({ params }: ListUrl): string {
  const action = ASSIGNMENT_ACTIONS.find((candidate) => candidate === params.assigned);
  return [params.q && `“${params.q}”`, action && ASSIGNMENT_LABELS[action]].filter(Boolean).join(", ");
}

/** Filters and list. The page has already authorized, so the list may still be loading. */
export function ContentIndex({ context, list, order, upload, load }: ContentIndexProps) {
  const { kind } = context;
  const { plural, title } = CONTENT_LABELS[kind];
  return (
    <ListFilters list={list} label={title} searchLabel="Search for names, uids" filters={[ASSIGNED]}>
      <ListResults
        list={list}
        load={load}
        noun={plural}
        columns={kind === "policy" ? 8 : 7}
        filter={filterOf(list)}
        empty={<Empty context={context} upload={upload} />}
      >
        {(items) => <ContentTable context={context} items={items} list={list} order={order} />}
      </ListResults>
    </ListFilters>
  );
}

function Empty({ context: { kind, canWrite }, upload }: Pick<ContentIndexProps, "context" | "upload">) {
  const { plural, purpose } = CONTENT_LABELS[kind];
  const Icon = kind === "policy" ? ClipboardCheck : FileQuestion;
  return (
    <EmptyState icon={<Icon />} title={`No ${plural} yet`} action={canWrite && <UploadButton {...upload} />}>
      {purpose}
    </EmptyState>
  );
}
