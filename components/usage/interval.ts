import type { Granularity } from "@/lib/usage/dto";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const inUtc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });

const clock = inUtc({ hour: "2-digit", minute: "2-digit" });
const shortDay = inUtc({ day: "numeric", month: "short" });
const day = inUtc({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const shortMonth = inUtc({ month: "short" });
const month = inUtc({ month: "long", year: "numeric" });

/** What an interval is called below the chart: "14:00", "28 Nov" or "Nov". In UTC. */
export function intervalTick(start: string, granularity: Granularity): string {
  return { hour: clock, day: shortDay, month: shortMonth }[granularity].format(new Date(start));
}

/** What an interval is called: "28 Nov, 14:00 to 15:00", "Sat, 28 Nov 2026" or "November 2026". In UTC. */
export function intervalName(start: string, granularity: Granularity): string {
  const at = new Date(start);
  if (granularity === "month") return month.format(at);
  if (granularity === "day") return day.format(at);
  return `${shortDay.format(at)}, ${clock.format(at)} to ${clock.format(intervalEnd(start, granularity))}`;
}

/** When an interval ends, in epoch ms. */
export function intervalEnd(start: string, granularity: Granularity): number {
  const at = new Date(start);
  if (granularity === "month") return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
  return at.getTime() + (granularity === "day" ? DAY_MS : HOUR_MS);
}
