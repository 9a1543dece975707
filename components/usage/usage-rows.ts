import { REASON_LABELS } from "@/lib/denials/labels";
import { REASONS } from "@/lib/denials/reasons";
import type { UsagePoint, UsageSeries } from "@/lib/usage/dto";
import { intervalEnd, intervalName, intervalTick } from "./interval";

/** How many requests were denied for a reason. */
export interface ReasonCount {
  /** The reason in a few words. */
  readonly label: string;
  readonly count: number;
}

/** Requests: those that were allowed, and those that were denied, with the most frequent reason first. */
export interface UsageCounts {
  readonly allowed: number;
  readonly denied: number;
  readonly reasons: readonly ReasonCount[];
}

/** The requests of one interval, as the chart and the table show them. */
export interface UsageRow extends UsageCounts {
  /** When the interval begins: ISO 8601, UTC. */
  readonly start: string;
  /** What the interval is called. */
  readonly name: string;
  /** What it is called below the chart. */
  readonly tick: string;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function reasonsOf(points: readonly UsagePoint[]): ReasonCount[] {
  return REASONS.map((reason) => ({
    label: REASON_LABELS[reason],
    count: sum(points.map(({ denied }) => denied[reason] ?? 0)),
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

function countsOf(points: readonly UsagePoint[]): UsageCounts {
  const reasons = reasonsOf(points);
  return {
    allowed: sum(points.map(({ allowed }) => allowed)),
    denied: sum(reasons.map(({ count }) => count)),
    reasons,
  };
}

/** The intervals of a series, oldest first. One that is not over at `now`, in epoch ms, says so in its name. */
export function usageRows({ granularity, points }: UsageSeries, now: number): UsageRow[] {
  return points.map((point) => ({
    start: point.start,
    name: `${intervalName(point.start, granularity)}${intervalEnd(point.start, granularity) > now ? ", so far" : ""}`,
    tick: intervalTick(point.start, granularity),
    ...countsOf([point]),
  }));
}

/** All requests of a series. */
export function usageTotals({ points }: UsageSeries): UsageCounts {
  return countsOf(points);
}

/** Reasons in words: "Scope missing 12, Deleted 3". No line ends before a number. Empty without any. */
export function reasonsInWords(reasons: readonly ReasonCount[]): string {
  return reasons.map(({ label, count }) => `${label}\u00a0${count.toLocaleString("en")}`).join(", ");
}
