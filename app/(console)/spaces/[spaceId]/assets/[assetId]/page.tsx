import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AssetChecks } from "@/components/assets/asset-checks";
import { AssetFacts } from "@/components/assets/asset-facts";
import { hrefOf, readList, type SearchParams } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import { getLatestReport } from "@/lib/assets/latest-report";
import { getAsset } from "@/lib/assets/queries";
import { orNotFound } from "../../../../or-not-found";
import { requireSpace } from "../../require-space";
import { SpacePage } from "../../space-page";

export const metadata: Metadata = { title: "Asset" };

interface Props {
  params: Promise<{ spaceId: string; assetId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function AssetPage({ params, searchParams }: Props) {
  const { spaceId, assetId } = await params;
  const list = readList(`/spaces/${spaceId}/assets/${assetId}`, await searchParams, ["q", "status"]);
  const here = await requireSpace(spaceId, hrefOf(list));
  const { asset } = orNotFound(await getAsset(here.actor, assetId));
  if (asset.spaceId !== here.space.id) notFound();
  const latest = await getLatestReport(here.actor, asset.id);
  const report = latest.ok ? latest.latest : null;
  return (
    <SpacePage
      here={here}
      crumbs={[{ label: "Assets", href: `/spaces/${spaceId}/assets` }, { label: asset.name }]}
      title={asset.name}
    >
      <AssetFacts asset={asset} report={report} />
      {report ? (
        <AssetChecks report={report} list={list} />
      ) : (
        <EmptyState title="No reports">
          The reports about this asset were deleted. The next report about it will be shown here.
        </EmptyState>
      )}
    </SpacePage>
  );
}
