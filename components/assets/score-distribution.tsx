import { cn } from "@/components/ui/cn";
import type { Grade } from "./grade";
import { type Band, scoreBands } from "./score-bands";

const BAR: Record<Grade, string> = { good: "bg-positive-text", fair: "bg-caution-text", poor: "bg-critical-text" };

/** The number of assets per score band, as bars. For screen readers it is a list, and each bar states its numbers. */
export function ScoreDistribution({ scores }: { scores: readonly number[] }) {
  return (
    <ol aria-label="Assets by score" className="grid grid-cols-10 gap-1 sm:gap-2">
      {scoreBands(scores).map((band) => (
        <Bar key={band.label} band={band} />
      ))}
    </ol>
  );
}

function Bar({ band: { label, assets, height, grade } }: { band: Band }) {
  const words = `${assets.toLocaleString("en")} ${assets === 1 ? "asset" : "assets"} with a score of ${label}`;
  return (
    <li className="flex min-w-0 flex-col items-stretch gap-1" data-tooltip={words}>
      <span className="sr-only">{words}</span>
      <span aria-hidden className="flex h-32 flex-col justify-end gap-1">
        <span className={cn("text-center text-xs tabular-nums", assets === 0 && "text-muted")}>
          {assets === 0 ? "" : assets.toLocaleString("en")}
        </span>
        {/* Keeps one in a thousand visible. */}
        <span
          className={cn("block min-h-px", assets === 0 ? "bg-line" : BAR[grade])}
          style={{ height: `${assets === 0 ? 0 : Math.max(2, height * 0.8)}%` }}
        />
      </span>
      <span aria-hidden className="border-t border-line pt-1 text-center text-xs text-muted tabular-nums">
        {label.split("–")[0]}
      </span>
    </li>
  );
}
