import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { CheckDto } from "@/lib/assets/dto";
import { shortName } from "./check-view";
import { Score } from "./score";

const KNOWN: Record<string, { tone: Tone; label: string }> = {
  pass: { tone: "positive", label: "Pass" },
  fail: { tone: "critical", label: "Fail" },
  error: { tone: "caution", label: "Error" },
  skip: { tone: "neutral", label: "Skipped" },
};

/** A status as a label. A status that only the scanner knows is shown as is. */
export function statusLabel(status: string): string {
  return KNOWN[status]?.label ?? status;
}

/** The outcomes of checks. */
export function CheckTable({ checks }: { checks: readonly CheckDto[] }) {
  const head = (
    <>
      <Th>Check</Th>
      <Th>Result</Th>
      <Th>Score</Th>
    </>
  );
  return (
    <Table label="Checks" head={head}>
      {checks.map(({ queryId, status, score }) => (
        <Tr key={queryId}>
          <Td>
            <div className="min-w-0">
              <p className="font-mono break-all">{shortName(queryId)}</p>
              {shortName(queryId) !== queryId && <p className="font-mono text-xs break-all text-muted">{queryId}</p>}
            </div>
          </Td>
          <Td label="Result">
            <StatusBadge tone={KNOWN[status]?.tone ?? "neutral"} label={statusLabel(status)} />
          </Td>
          <Td label="Score">
            <Score score={score} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
