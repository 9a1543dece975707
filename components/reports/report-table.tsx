import { StatusBadge } from "@/components/ui/status-badge";
import { sizeOf } from "@/components/bundles/labels";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ReportDto } from "@/lib/reports/dto";

const number = (count: number) => <span className="tabular-nums">{count.toLocaleString("en")}</span>;

/** Reports, newest first. */
export function ReportTable({ reports }: { reports: readonly ReportDto[] }) {
  const head = (
    <>
      <Th>Received</Th>
      <Th>From</Th>
      <Th align="end">Assets</Th>
      <Th align="end">Scores</Th>
      <Th>Errors</Th>
      <Th align="end">Size</Th>
    </>
  );
  return (
    <Table label="Reports" head={head}>
      {reports.map((report) => (
        <Tr key={report.id}>
          <Td>
            <Time at={report.createdAt} className="font-medium" />
          </Td>
          <Td label="From">
            <span className="break-words">{report.createdBy}</span>
          </Td>
          <Td label="Assets" align="end">
            {number(report.assets)}
          </Td>
          <Td label="Scores" align="end">
            {number(report.scores)}
          </Td>
          <Td label="Errors">
            {report.errors === 0 ? (
              <span className="text-muted">None</span>
            ) : (
              <StatusBadge tone="critical" label={`${report.errors.toLocaleString("en")} failed`} />
            )}
          </Td>
          <Td label="Size" align="end">
            <span className="tabular-nums">{sizeOf(report.size)}</span>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
