import { Card } from "@/components/ui/card";
import { requestTime } from "@/components/ui/list-time";
import { Section } from "@/components/ui/section";
import type { UsageSeries } from "@/lib/usage/dto";
import { UsageChart } from "./usage-chart";
import { PeriodLinks, type PeriodLinksProps } from "./period-links";
import { usageRows, usageTotals } from "./usage-rows";
import { UsageTable } from "./usage-table";
import { UsageTotals } from "./usage-totals";

interface Props extends PeriodLinksProps {
  /** The requests of the period. */
  series: UsageSeries;
}

/** How many requests were allowed and denied in a period: in words, as a chart, and as a table. */
export function UsageSection({ series, period, hrefOf }: Props) {
  const totals = usageTotals(series);
  return (
    <Section
      title="Requests"
      description={`Allowed and denied, per ${series.granularity}. Times are UTC.`}
      action={<PeriodLinks period={period} hrefOf={hrefOf} />}
    >
      <Card>
        {totals.allowed + totals.denied === 0 ? (
          <p className="text-muted">No requests in this time.</p>
        ) : (
          <Filled series={series} />
        )}
      </Card>
    </Section>
  );
}

function Filled({ series }: Pick<Props, "series">) {
  const rows = usageRows(series, requestTime());
  return (
    <div className="grid grid-cols-1 gap-6">
      <UsageTotals totals={usageTotals(series)} />
      <UsageChart rows={rows} label={`Requests per ${series.granularity}, as in the table below`} />
      <UsageTable rows={rows} />
    </div>
  );
}
