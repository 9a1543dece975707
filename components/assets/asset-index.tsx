import { Server } from "lucide-react";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import type { ListUrl, Order } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import type { AssetDto, AssetSummary } from "@/lib/assets/dto";
import type { Page } from "@/lib/platform/paging/page";
import type { Result } from "@/lib/platform/result/result";
import { AssetTable } from "./asset-table";

export interface AssetIndexProps {
  list: ListUrl;
  order: Order;
  platforms: AssetSummary["platforms"];
  /** A promise that was started before this component renders. */
  load: Promise<Result<{ page: Page<AssetDto> }>>;
}

/** The platforms to choose from. One that the URL names is included even when no asset has it. */
function platformFilter(platforms: AssetSummary["platforms"], chosen: string | undefined) {
  const known = platforms.map(({ platform, assets }) => ({
    value: platform,
    label: `${platform} (${assets.toLocaleString("en")})`,
  }));
  const extra =
    chosen && !platforms.some(({ platform }) => platform === chosen) ? [{ value: chosen, label: chosen }] : [];
  return { name: "platform", label: "Platform", options: [{ value: "", label: "Any platform" }, ...known, ...extra] };
}

/** Filters and list. The page has already authorized, so the list may still be loading. */
export function AssetIndex({ list, order, platforms, load }: AssetIndexProps) {
  const { q, platform } = list.params;
  const filter = [q && `“${q}”`, platform && `platform ${platform}`].filter(Boolean).join(", ");
  return (
    <ListFilters
      list={list}
      label="Assets"
      searchLabel="Search for names, MRNs"
      filters={[platformFilter(platforms, platform)]}
    >
      <ListResults list={list} load={load} noun="assets" columns={4} filter={filter} empty={<NoAssets />}>
        {(assets) => <AssetTable assets={assets} list={list} order={order} />}
      </ListResults>
    </ListFilters>
  );
}

/** Shown before the first report. */
export function NoAssets() {
  return (
    <EmptyState icon={<Server />} title="No assets yet">
      Assets appear when an agent posts a scan report to this space, with a token that has the Agent permission.
    </EmptyState>
  );
}
