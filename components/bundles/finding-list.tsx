import { StatusBadge } from "@/components/ui/status-badge";
import { cn } from "@/components/ui/cn";
import type { Finding } from "@/lib/content/parse/types";
import { excerpt } from "./excerpt";
import type { BundleFindings } from "./upload-answer";
import { countOf } from "./labels";

interface Props {
  findings: BundleFindings;
  /** The file's. */
  lines: readonly string[];
}

/** The validator's findings, each with its line. */
export function FindingList({ findings: { findings, more }, lines }: Props) {
  return (
    <>
      <ol aria-label="Findings" className="grid grid-cols-1 gap-4">
        {findings.map((finding, index) => (
          <li key={index}>
            <FindingItem finding={finding} lines={lines} />
          </li>
        ))}
      </ol>
      {more > 0 && <p className="mt-4 text-muted">And {countOf(more, "more finding", "more findings")} after these.</p>}
    </>
  );
}

function FindingItem({ finding, lines }: { finding: Finding; lines: readonly string[] }) {
  const { severity, message, line, column, path } = finding;
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3">
        <StatusBadge
          tone={severity === "error" ? "critical" : "caution"}
          label={severity === "error" ? "Error" : "Warning"}
        />
        <p className="min-w-0 flex-1 basis-60 break-words">{message}</p>
        <p className="text-xs text-muted tabular-nums">
          Line {line}, column {column}
        </p>
      </div>
      <Excerpt finding={finding} lines={lines} />
      {path && <p className="border-t border-line px-4 py-2 font-mono text-xs break-all text-muted">{path}</p>}
    </div>
  );
}

function Excerpt({ finding, lines }: { finding: Finding; lines: readonly string[] }) {
  const shown = excerpt(lines, finding.line);
  if (shown.length === 0) return null;
  const tone = finding.severity === "error" ? "bg-critical-soft" : "bg-caution-soft";
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={`The file around line ${finding.line}`}
      className="overflow-x-auto border-t border-line bg-subtle py-2 font-mono text-xs leading-5 -outline-offset-2"
    >
      <code className="grid w-max min-w-full">
        {shown.map(({ number, text, isIt }) => (
          <span key={number} className={cn("pr-4", isIt && tone)}>
            <span
              aria-hidden
              className={cn(
                "inline-block w-14 pr-3 text-right tabular-nums select-none",
                isIt ? "font-medium" : "text-muted",
              )}
            >
              {isIt ? `▸ ${number}` : number}
            </span>
            {text || " "}
          </span>
        ))}
      </code>
    </pre>
  );
}
