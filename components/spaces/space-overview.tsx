import Link from "next/link";
import type { ReactNode } from "react";
import { ScoreSummary } from "@/components/assets/score-summary";
import { AssignedList } from "@/components/bundles/assigned-list";
import { NoReports } from "@/components/reports/no-reports";
import { ReportTable } from "@/components/reports/report-table";
import { Section } from "@/components/ui/section";
import type { AssetSummary } from "@/lib/assets/dto";
import type { ContentDto } from "@/lib/content/dto";
import type { Page } from "@/lib/platform/paging/page";
import type { ReportDto } from "@/lib/reports/dto";

export interface SpaceOverviewProps {
  spaceId: string;
  summary: AssetSummary;
  policies: Page<ContentDto>;
  querypacks: Page<ContentDto>;
  reports: Page<ReportDto>;
  /** Further facts. */
  facts: ReactNode;
}

/** The overview of a space: its assets' scores, its assignments and its latest reports. */
export function SpaceOverview({ spaceId, summary, policies, querypacks, reports, facts }: SpaceOverviewProps) {
  const hasMore = reports.total > reports.items.length;
  const allReports = (
    <Link href={`/spaces/${spaceId}/reports`} className="text-accent-text hover:underline">
      All {reports.total.toLocaleString("en")} reports
    </Link>
  );
  return (
    <div className="grid grid-cols-1 gap-10">
      <Section title="Latest scores">
        <ScoreSummary spaceId={spaceId} summary={summary} />
      </Section>
      <Section title="Assigned">
        <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
          <AssignedList kind="policy" spaceId={spaceId} items={policies.items} total={policies.total} />
          <AssignedList kind="querypack" spaceId={spaceId} items={querypacks.items} total={querypacks.total} />
        </div>
      </Section>
      {summary.assets + reports.total > 0 && (
        <Section title="Last reports" action={hasMore && allReports}>
          {reports.items.length > 0 ? <ReportTable reports={reports.items} /> : <NoReports />}
        </Section>
      )}
      <Section title="About this space">{facts}</Section>
    </div>
  );
}
