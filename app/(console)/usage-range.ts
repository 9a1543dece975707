import type { UsagePeriod } from "@/components/usage/period";
import { lastIntervals, type UsageRange } from "@/lib/usage/series";

/** What is read for each period: the last intervals, the current one included. */
const INTERVALS = { "24h": ["hour", 24], "30d": ["day", 30], "12m": ["month", 12] } as const;

export function rangeOf(period: UsagePeriod): UsageRange {
  const [granularity, count] = INTERVALS[period];
  return lastIntervals(granularity, count);
}
