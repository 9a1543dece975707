import { Badge } from "@/components/ui/badge";
import { severityOf } from "./severity";

/** The severity of a check as a word, with its impact (0 to 100). */
export function SeverityBadge({ impact }: { impact: number | null }) {
  const severity = severityOf(impact);
  if (!severity) return <span className="text-muted">Not rated</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <Badge tone={severity.tone}>{severity.label}</Badge>
      <span className="text-xs text-muted tabular-nums">
        <span className="sr-only">Impact </span>
        {impact}
      </span>
    </span>
  );
}
