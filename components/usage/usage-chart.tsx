import { scaleBand, scaleLinear } from "d3-scale";
import { useId } from "react";
import { cn } from "@/components/ui/cn";
import { ALLOWED_FILL, DENIED_STROKE, DeniedPattern } from "./bar-fill";
import { fullNumber, shortNumber } from "./numbers";
import { reasonsInWords, type UsageRow } from "./usage-rows";

interface Props {
  rows: readonly UsageRow[];
  /** Names the chart for screen readers. */
  label: string;
}

/** How many intervals are named below the chart. */
const NAMED = 8;
/** The least height of the bar of some requests, in percent, so that a few are seen among millions. */
const LEAST_HEIGHT = 1;

/**
 * Requests as stacked bars. Hovering shows the numbers of a bar; the table below has them for keyboards and screen
 * readers. Drawn on the server in percent, so that it fits every width and needs no script.
 */
export function UsageChart({ rows, label }: Props) {
  const most = Math.max(1, ...rows.map(({ allowed, denied }) => allowed + denied));
  const height = scaleLinear([0, most], [0, 100]).nice(4);
  const ticks = height.ticks(4).filter(Number.isInteger);
  const place = scaleBand<number>(rows.keys(), [0, 100]).paddingInner(0.2);
  const bars = { rows, x: (index: number) => place(index) ?? 0, width: place.bandwidth(), height };
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs text-muted tabular-nums">
      <div aria-hidden className="relative h-60 text-right">
        {ticks.map((tick) => (
          <span key={tick} className="invisible block h-0">
            {shortNumber(tick)}
          </span>
        ))}
        <svg className="absolute inset-0 size-full overflow-visible">
          {ticks.map((tick) => (
            <text key={tick} x="100%" y={percent(100 - height(tick))} dy="0.32em" textAnchor="end" className={TEXT}>
              {shortNumber(tick)}
            </text>
          ))}
        </svg>
      </div>
      <svg role="img" aria-label={label} className="h-60 w-full overflow-visible">
        {ticks.map((tick) => {
          const y = percent(100 - height(tick));
          return <line key={tick} x1="0" x2="100%" y1={y} y2={y} className={tick === 0 ? AXIS : LINE} />;
        })}
        <Bars {...bars} />
      </svg>
      <span />
      <svg aria-hidden className="h-6 w-full overflow-visible">
        {rows.map(({ start, tick }, index) => (
          <text
            key={start}
            x={percent(bars.x(index) + bars.width / 2)}
            y="1.25em"
            textAnchor="middle"
            className={cn(TEXT, nameClass(rows.length - 1 - index, rows.length))}
          >
            {tick}
          </text>
        ))}
      </svg>
    </div>
  );
}

const percent = (value: number): string => `${Number(value.toFixed(3))}%`;

const TEXT = "fill-muted forced-colors:fill-[CanvasText]";
const LINE = "stroke-line forced-colors:stroke-[GrayText]";
const AXIS = "stroke-control forced-colors:stroke-[CanvasText]";

/** Names every few intervals, counted from the newest; half of them on phones. */
function nameClass(fromNewest: number, count: number): string | undefined {
  const step = Math.ceil(count / NAMED);
  if (fromNewest % step !== 0) return "hidden";
  return (fromNewest / step) % 2 === 1 ? "max-sm:hidden" : undefined;
}

interface BarsProps extends Pick<Props, "rows"> {
  x: (index: number) => number;
  width: number;
  height: (requests: number) => number;
}

function Bars({ rows, x, width, height }: BarsProps) {
  const stripes = useId();
  const tall = (requests: number) => (requests === 0 ? 0 : Math.max(LEAST_HEIGHT, height(requests)));
  return (
    <>
      <defs>
        <DeniedPattern id={stripes} />
      </defs>
      {rows.map((row, index) => {
        const [allowed, denied] = [tall(row.allowed), tall(row.denied)];
        const place = { x: percent(x(index)), width: percent(width) };
        return (
          <g key={row.start} data-tooltip={tooltipOf(row)} className="group">
            <rect {...place} y="0" height="100%" className="fill-transparent group-hover:fill-hover" />
            <rect {...place} y={percent(100 - allowed)} height={percent(allowed)} className={ALLOWED_FILL} />
            {denied > 0 && (
              <rect
                {...place}
                y={percent(100 - allowed - denied)}
                height={percent(denied)}
                fill={`url(#${stripes})`}
                className={DENIED_STROKE}
              />
            )}
          </g>
        );
      })}
    </>
  );
}

/** "Sat, 28 Nov 2026 (UTC): 1,234 allowed, 12 denied (Scope missing 12)". */
function tooltipOf({ name, allowed, denied, reasons }: UsageRow): string {
  const why = reasons.length > 0 ? ` (${reasonsInWords(reasons)})` : "";
  return `${name} (UTC): ${fullNumber(allowed)} allowed, ${fullNumber(denied)} denied${why}`;
}
