import type { Metadata } from "next";
import { AssetTabs } from "@/components/assets/asset-tabs";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, pageInput, readList, type SearchParams } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { NoReports } from "@/components/reports/no-reports";
import { ReportTable } from "@/components/reports/report-table";
import { listReports } from "@/lib/reports/queries";
import { listReportsSchema } from "@/lib/reports/schema";
import { requireSpace } from "../require-space";
import { SpacePage } from "../space-page";

export const metadata: Metadata = { title: "Reports" };

interface Props {
  params: Promise<{ spaceId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ReportsPage({ params, searchParams }: Props) {
  const { spaceId } = await params;
  const list = readList(`/spaces/${spaceId}/reports`, await searchParams, []);
  const here = await requireSpace(spaceId, hrefOf(list));
  const load = listReports(
    here.actor,
    listReportsSchema.parse({ spaceId: here.space.id, ...pageInput(list), limit: PAGE_SIZE }),
  );
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  return (
    <SpacePage
      here={here}
      crumbs={[{ label: "Reports" }]}
      title="Reports"
      description="Scan reports from agents, newest first."
    >
      <AssetTabs spaceId={spaceId} current="reports" />
      <ListResults list={list} load={load} noun="reports" columns={6} filter="" empty={<NoReports />}>
        {(reports) => <ReportTable reports={reports} />}
      </ListResults>
    </SpacePage>
  );
}
