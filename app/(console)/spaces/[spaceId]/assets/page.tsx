import type { Metadata } from "next";
import { AssetIndex } from "@/components/assets/asset-index";
import { AssetTabs } from "@/components/assets/asset-tabs";
import { hrefOf, orderOf, pageInput, readList, searchOf, type SearchParams } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { settled } from "@/components/lists/settled";
import { listAssets } from "@/lib/assets/queries";
import { ASSET_SORTS, listAssetsSchema } from "@/lib/assets/schema";
import { summarizeAssets } from "@/lib/assets/summary";
import { requireSpace } from "../require-space";
import { SpacePage } from "../space-page";

export const metadata: Metadata = { title: "Assets" };

interface Props {
  params: Promise<{ spaceId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function AssetsPage({ params, searchParams }: Props) {
  const { spaceId } = await params;
  const list = readList(`/spaces/${spaceId}/assets`, await searchParams, ["q", "platform", "sort"]);
  const here = await requireSpace(spaceId, hrefOf(list));
  const { actor, space } = here;
  const order = orderOf(list, ASSET_SORTS, "name");
  const { platform } = list.params;
  const load = listAssets(
    actor,
    listAssetsSchema.parse({
      spaceId: space.id,
      search: searchOf(list),
      platform: platform ? [platform.slice(0, 200)] : [],
      ...order,
      ...pageInput(list),
      limit: PAGE_SIZE,
    }),
  );
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  const summarized = await settled(
    summarizeAssets(actor, space.id),
    "the platforms of a space's assets could not be read",
  );
  return (
    <SpacePage
      here={here}
      crumbs={[{ label: "Assets" }]}
      title="Assets"
      description="Assets that agents have scanned, with the score of the newest report."
    >
      <AssetTabs spaceId={space.id} current="assets" />
      <AssetIndex
        list={list}
        order={order}
        platforms={summarized?.ok ? summarized.summary.platforms : []}
        load={load}
      />
    </SpacePage>
  );
}
