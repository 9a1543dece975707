import { useId } from "react";
import { ALLOWED_FILL, DENIED_STROKE, DeniedPattern } from "./bar-fill";
import { fullNumber } from "./numbers";
import { reasonsInWords, type UsageCounts } from "./usage-rows";

/** How many requests were allowed and denied, and why. It is the legend of the chart, too. */
export function UsageTotals({ totals: { allowed, denied, reasons } }: { totals: UsageCounts }) {
  const stripes = useId();
  return (
    <ul className="grid gap-x-8 gap-y-3 tabular-nums sm:grid-cols-[auto_minmax(0,1fr)]">
      <li>
        <Swatch className={ALLOWED_FILL} />
        <span className="text-lg font-semibold">{fullNumber(allowed)}</span> allowed
      </li>
      <li>
        <Swatch className={DENIED_STROKE} pattern={stripes} />
        <span className="text-lg font-semibold">{fullNumber(denied)}</span> denied
        {reasons.length > 0 && <p className="text-xs text-muted">{reasonsInWords(reasons)}</p>}
      </li>
    </ul>
  );
}

function Swatch({ className, pattern }: { className: string; pattern?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="mr-2 inline size-3">
      {pattern && (
        <defs>
          <DeniedPattern id={pattern} />
        </defs>
      )}
      <rect x={0.5} y={0.5} width={11} height={11} fill={pattern && `url(#${pattern})`} className={className} />
    </svg>
  );
}
