import { cache } from "react";
import type { ContentActions } from "@/components/bundles/actions";
import { CheckIndex } from "@/components/bundles/check-index";
import { ContentFacts } from "@/components/bundles/content-facts";
import { CONTENT_LABELS } from "@/components/bundles/labels";
import { choiceOf, hrefOf, pageInput, readList, searchOf, type SearchParams } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import type { UserActor } from "@/lib/access/authorization/actor";
import { decide } from "@/lib/access/authorization/decide";
import type { ContentDto } from "@/lib/content/dto";
import type { listPolicyChecks } from "@/lib/content/policy-queries";
import { type ContentKind, listChecksSchema } from "@/lib/content/schema";
import type { Result } from "@/lib/platform/result/result";
import { notFound } from "next/navigation";
import { findSpaceHere, requireSpace } from "./require-space";
import { SpacePage } from "./space-page";

/** How policies or query packs are read. */
interface ContentSource {
  kind: ContentKind;
  get: (actor: UserActor, id: string) => Promise<Result<{ item: ContentDto }>>;
  listChecks: typeof listPolicyChecks;
}

export interface ContentItemProps {
  params: Promise<{ spaceId: string; id: string }>;
  searchParams: Promise<SearchParams>;
}

interface Props extends ContentItemProps {
  source: ContentSource;
  actions: ContentActions;
}

/** The policy or query pack, if the space shows it. Cached per request. */
const findItem = cache(async (get: ContentSource["get"], spaceId: string, id: string): Promise<ContentDto | null> => {
  const here = await findSpaceHere(spaceId);
  const found = here && (await get(here.actor, id));
  if (!here || !found?.ok) return null;
  return found.item.spaceId === null || found.item.spaceId === here.space.id ? found.item : null;
});

/** The title of the browser's tab. */
export async function contentItemTitle(
  { kind, get }: ContentSource,
  { spaceId, id }: { spaceId: string; id: string },
): Promise<string> {
  const { title } = CONTENT_LABELS[kind];
  const item = await findItem(get, spaceId, id);
  return item ? `${item.name} · ${title}` : title;
}

/** A policy or query pack with its checks and queries. */
export async function ContentItemPage({ source, actions, params, searchParams }: Props) {
  const { spaceId, id } = await params;
  const { kind, get, listChecks } = source;
  const { title, path } = CONTENT_LABELS[kind];
  const base = `/spaces/${spaceId}/${path}`;
  const list = readList(`${base}/${id}`, await searchParams, ["q", "purpose"]);
  const here = await requireSpace(spaceId, hrefOf(list));
  const item = await findItem(get, spaceId, id);
  if (!item) notFound();
  const { actor, space } = here;
  const load = listChecks(
    actor,
    listChecksSchema.parse({
      id,
      search: searchOf(list),
      purpose: choiceOf(list, "purpose", ["check", "query"]) ?? null,
      ...pageInput(list),
      limit: PAGE_SIZE,
    }),
  );
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  const canWrite = decide(actor, `${kind}.write`, { organizationId: actor.organizationId, spaceId: space.id }).ok;
  return (
    <SpacePage here={here} crumbs={[{ label: title, href: base }, { label: item.name }]} title={item.name}>
      <ContentFacts
        item={item}
        spaceId={space.id}
        assign={canWrite && { organizationId: actor.organizationId, ...actions }}
      />
      <CheckIndex item={item} list={list} load={load} />
    </SpacePage>
  );
}
