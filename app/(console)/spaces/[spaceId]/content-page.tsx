import type { ContentActions } from "@/components/bundles/actions";
import { ContentIndex } from "@/components/bundles/content-index";
import { UploadButton } from "@/components/bundles/upload-button";
import { CONTENT_LABELS } from "@/components/bundles/labels";
import {
  choiceOf,
  hrefOf,
  orderOf,
  pageInput,
  readList,
  searchOf,
  type SearchParams,
} from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import type { UserActor } from "@/lib/access/authorization/actor";
import { decide } from "@/lib/access/authorization/decide";
import type { ContentDto } from "@/lib/content/dto";
import {
  ASSIGNMENT_ACTIONS,
  CONTENT_SORTS,
  type ContentKind,
  listContentSchema,
  type ListContentInput,
} from "@/lib/content/schema";
import type { Page } from "@/lib/platform/paging/page";
import type { Result } from "@/lib/platform/result/result";
import { MAX_BUNDLE_BYTES } from "@/lib/content/parse/limits";
import { env } from "@/lib/platform/env";
import { requireSpace } from "./require-space";
import { SpacePage } from "./space-page";

export interface ContentRouteProps {
  params: Promise<{ spaceId: string }>;
  searchParams: Promise<SearchParams>;
}

interface Props extends ContentRouteProps {
  kind: ContentKind;
  list: (actor: UserActor, input: ListContentInput) => Promise<Result<{ page: Page<ContentDto> }>>;
  actions: ContentActions;
}

/** A hosted function accepts 4.5 MB including headers. The platform refuses larger requests. */
const HOSTED_LIMIT = { maxBytes: 4_400_000, words: "4.4 MB" };
const OWN_LIMIT = { maxBytes: MAX_BUNDLE_BYTES, words: "5 MB" };

const WRITE = { policy: "policy.write", querypack: "querypack.write" } as const;

/** The policies or query packs of a space. */
export async function ContentPage({ kind, list: query, actions, params, searchParams }: Props) {
  const { spaceId } = await params;
  const { title, path } = CONTENT_LABELS[kind];
  const list = readList(`/spaces/${spaceId}/${path}`, await searchParams, ["q", "assigned", "sort"]);
  const here = await requireSpace(spaceId, hrefOf(list));
  const { actor, space } = here;
  const order = orderOf(list, CONTENT_SORTS, "name");
  const assigned = choiceOf(list, "assigned", ASSIGNMENT_ACTIONS);
  const load = query(
    actor,
    listContentSchema.parse({
      spaceId: space.id,
      search: searchOf(list),
      assigned: assigned ? [assigned] : [],
      ...order,
      ...pageInput(list),
      limit: PAGE_SIZE,
    }),
  );
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  const canWrite = decide(actor, WRITE[kind], { organizationId: actor.organizationId, spaceId: space.id }).ok;
  const context = {
    kind,
    organizationId: actor.organizationId,
    space: { id: space.id, name: space.name },
    canWrite,
    actions,
  };
  const upload = { kind, spaceId: space.id, spaceName: space.name, limit: uploadLimit() };
  return (
    <SpacePage here={here} crumbs={[{ label: title }]} title={title} action={canWrite && <UploadButton {...upload} />}>
      <ContentIndex context={context} list={list} order={order} upload={upload} load={load} />
    </SpacePage>
  );
}

/** The maximum size of a bundle in this deployment. */
function uploadLimit(): { maxBytes: number; words: string } {
  return env().VERCEL ? HOSTED_LIMIT : OWN_LIMIT;
}
