import Link from "next/link";
import { CheckTexts, OPEN_AT_TOP } from "@/components/bundles/check-texts";
import { contentHref } from "@/components/bundles/labels";
import { SeverityBadge } from "@/components/bundles/severity-badge";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { CheckDefinitionDto } from "@/lib/content/dto";
import type { NamedCheck } from "./check-view";
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

interface Props {
  spaceId: string;
  checks: readonly NamedCheck[];
  /** What the checks ask, by uid. */
  definitions: ReadonlyMap<string, CheckDefinitionDto>;
}

/** The outcomes of checks, with what each asks. */
export function CheckTable({ spaceId, checks, definitions }: Props) {
  const head = (
    <>
      <Th>Check</Th>
      <Th>Severity</Th>
      <Th>Result</Th>
      <Th>Score</Th>
    </>
  );
  return (
    <Table label="Checks" head={head}>
      {checks.map((check, index) => (
        <Tr key={index} className={OPEN_AT_TOP}>
          <Td>
            <Name spaceId={spaceId} check={check} definition={definitions.get(check.uid)} />
          </Td>
          <Td label="Severity">
            <SeverityBadge impact={check.impact} />
          </Td>
          <Td label="Result">
            <StatusBadge tone={KNOWN[check.status]?.tone ?? "neutral"} label={statusLabel(check.status)} />
          </Td>
          <Td label="Score">
            <Score score={check.score} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

interface NameProps {
  spaceId: string;
  check: NamedCheck;
  definition: CheckDefinitionDto | undefined;
}

function Name({ spaceId, check: { uid, title, queryId }, definition }: NameProps) {
  const usedBy = definition?.usedBy;
  return (
    <div className="min-w-0 lg:min-w-80">
      <p className={title === null ? "font-mono break-all" : "font-medium break-words"}>{title ?? uid}</p>
      {(title !== null || uid !== queryId) && (
        <p className="font-mono text-xs break-all text-muted">{title === null ? queryId : uid}</p>
      )}
      {definition && (
        <CheckTexts {...definition} name={queryId}>
          {usedBy && (
            <p>
              From{" "}
              <Link
                href={`${contentHref(spaceId, usedBy)}?q=${encodeURIComponent(uid)}`}
                className="text-accent-text hover:underline"
              >
                {usedBy.name}
              </Link>
            </p>
          )}
        </CheckTexts>
      )}
    </div>
  );
}
