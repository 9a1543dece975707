import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AssetChecks } from "@/components/assets/asset-checks";
import { AssetFacts } from "@/components/assets/asset-facts";
import { checksOnly, named, type NamedCheck, shortName } from "@/components/assets/check-view";
import { hrefOf, readList, type SearchParams } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import { getLatestReport } from "@/lib/assets/latest-report";
import { getAsset } from "@/lib/assets/queries";
import type { CheckDto } from "@/lib/assets/dto";
import { findCheckDefinitions, findCheckTitles } from "@/lib/content/checks";
import type { CheckDefinitionDto } from "@/lib/content/dto";
import { orNotFound } from "../../../../or-not-found";
import { requireSpace, type SpaceContext } from "../../require-space";
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
        <AssetChecks
          spaceId={here.space.id}
          checks={await nameChecks(here, checksOnly(report.checks, asset.mrn))}
          moreChecks={report.moreChecks}
          list={list}
          describe={(uids) => describeChecks(here, uids)}
        />
      ) : (
        <EmptyState title="No reports">
          The reports about this asset were deleted. The next report about it will be shown here.
        </EmptyState>
      )}
    </SpacePage>
  );
}

/** The checks with the titles that the space's bundles have for them. */
async function nameChecks({ actor, space }: SpaceContext, checks: readonly CheckDto[]): Promise<NamedCheck[]> {
  const found = await findCheckTitles(
    actor,
    space.id,
    checks.map(({ queryId }) => shortName(queryId)),
  );
  return named(checks, found.ok ? found.checks : new Map());
}

async function describeChecks(
  { actor, space }: SpaceContext,
  uids: readonly string[],
): Promise<ReadonlyMap<string, CheckDefinitionDto>> {
  const found = await findCheckDefinitions(actor, space.id, uids);
  return found.ok ? found.checks : new Map();
}
