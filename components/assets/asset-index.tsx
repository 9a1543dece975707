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
  /** Under way since before this is rendered. */
  load: Promise<Result<{ page: Page<AssetDto> }>>;
}

/** The platforms there are; one that the URL asks for is a choice even when nothing has it. */
function platformFilter(platforms: AssetSummary["platforms"], chosen: string | undefined) {
  const known = platforms.map(({ platform, assets }) => ({
    value: platform,
    label: `${platform} (${assets.toLocaleString("en")})`,
  }));
  const extra =
    chosen && !platforms.some(({ platform }) => platform === chosen) ? [{ value: chosen, label: chosen }] : [];
  return { name: "platform", label: "Platform", options: [{ value: "", label: "Any platform" }, ...known, ...extra] };
}

/** Filters and list. The page has authorized before: the list may be on its way. */
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

/** Before the first report. */
export function NoAssets() {
  return (
    <EmptyState icon={<Server />} title="No assets yet">
      Assets appear when an agent posts a scan report to this space, with a token that has the Agent permission.
    </EmptyState>
  );
}
