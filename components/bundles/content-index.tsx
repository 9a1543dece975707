import { ClipboardCheck, FileQuestion } from "lucide-react";
import { Suspense } from "react";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type ListUrl } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import { SkeletonTable } from "@/components/ui/skeleton-table";
import type { ContentDto } from "@/lib/bundles/dto";
import { ASSIGNMENT_ACTIONS } from "@/lib/bundles/schema";
import type { Page } from "@/lib/page";
import type { Result } from "@/lib/result";
import { type ContentSetting, ContentTable } from "./content-table";
import { UploadButton } from "./upload-button";
import type { UploadProps } from "./upload-dialog";
import { ASSIGNMENT_WORDS, CONTENT_WORDS } from "./words";

export interface ContentIndexProps {
  setting: ContentSetting;
  list: ListUrl;
  order: { sort: string; direction: "asc" | "desc" };
  upload: UploadProps;
  /** Under way since before this is rendered. */
  load: Promise<Result<{ page: Page<ContentDto> }>>;
}

const ASSIGNED = {
  name: "assigned",
  label: "Assigned",
  options: [{ value: "", label: "Assigned or not" }, ...ASSIGNMENT_ACTIONS.map((value) => ({ value, label: ASSIGNMENT_WORDS[value] }))],
};

/** The filter in words: `“ssh”, Active`. */
function filterOf({ params }: ListUrl): string {
  const action = ASSIGNMENT_ACTIONS.find((candidate) => candidate === params.assigned);
  return [params.q && `“${params.q}”`, action && ASSIGNMENT_WORDS[action]].filter(Boolean).join(", ");
}

/** Filters and list. The page has authorized before: the list may be on its way. */
export function ContentIndex({ setting, list, order, upload, load }: ContentIndexProps) {
  const { kind } = setting;
  const { plural, title } = CONTENT_WORDS[kind];
  return (
    <ListFilters list={list} label={title} searchLabel="Search for names, uids" filters={[ASSIGNED]}>
      <Suspense fallback={<SkeletonTable label={plural} columns={kind === "policy" ? 8 : 7} />}>
        <ListResults list={list} load={load} noun={plural} filter={filterOf(list)} clearHref={hrefOf(list, { q: undefined, assigned: undefined })} empty={<Empty setting={setting} upload={upload} />}>
          {(items) => <ContentTable setting={setting} items={items} list={list} order={order} />}
        </ListResults>
      </Suspense>
    </ListFilters>
  );
}

function Empty({ setting: { kind, canWrite }, upload }: Pick<ContentIndexProps, "setting" | "upload">) {
  const { plural, purpose } = CONTENT_WORDS[kind];
  const Icon = kind === "policy" ? ClipboardCheck : FileQuestion;
  return (
    <EmptyState icon={<Icon />} title={`No ${plural} yet`} action={canWrite && <UploadButton {...upload} />}>
      {purpose}
    </EmptyState>
  );
}
