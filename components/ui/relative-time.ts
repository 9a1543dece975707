const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30.44 * DAY;
const YEAR = 365.25 * DAY;

function inUnits(amount: number, word: string): string {
  return word === "min" || amount === 1 ? `${amount} ${word}` : `${amount} ${word}s`;
}

function spanInWords(span: number, toWhole: (amount: number) => number): string {
  const count = (unit: number, word: string) => inUnits(toWhole(span / unit), word);
  if (span < HOUR) return count(MINUTE, "min");
  if (span < DAY) return count(HOUR, "hour");
  // Expirations are chosen in days, up to 90, so they are shown in days.
  if (span < 100 * DAY) return count(DAY, "day");
  if (span < 2 * YEAR) return count(MONTH, "month");
  return count(YEAR, "year");
}

/**
 * The time from `now` to `at`, both in ms: "2 min ago", "in 90 days". Past units are
 * rounded down, future ones to the nearest: 90 days set an hour ago are still "in 90 days".
 */
export function relativeTime(at: number, now: number): string {
  const span = Math.abs(at - now);
  if (span < MINUTE) return at > now ? "in under a minute" : "just now";
  return at > now ? `in ${spanInWords(span, Math.round)}` : `${spanInWords(span, Math.floor)} ago`;
}

/** The whole days from `at` to `now`, both in ms. */
export function daysSince(at: number, now: number): number {
  return Math.floor((now - at) / DAY);
}

/** The formats of a point in time whose texts change as time goes by. */
export const LIVE_FORMATS = ["relative", "until", "days", "age"] as const;
export type LiveFormat = (typeof LIVE_FORMATS)[number];

/**
 * The text for a point in time. All formats but "until" take later times for now, because the user's clock may be
 * behind. "days" counts all but the first day in days: "180 days ago". "age" is the number of days alone: "180 days".
 */
export function timeText(at: number, now: number, format: LiveFormat): string {
  const days = daysSince(at, now);
  if (format === "age") return inUnits(days, "day");
  if (format === "days" && days >= 1) return `${inUnits(days, "day")} ago`;
  return relativeTime(format === "until" ? at : Math.min(at, now), now);
}

const DATE = { day: "numeric", month: "short", year: "numeric" } as const;
const EXACT = { ...DATE, hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" } as const;

/** Formatters by time zone. Creating one takes a hundred times as long as using it, and a page has 150 times. */
function byZone(options: Intl.DateTimeFormatOptions): (timeZone?: string) => Intl.DateTimeFormat {
  const known = new Map<string | undefined, Intl.DateTimeFormat>();
  return (timeZone) => {
    const formatter = known.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    known.set(timeZone, formatter);
    return formatter;
  };
}

const exactIn = byZone(EXACT);
const dateIn = byZone(DATE);

/** The exact time with its zone: "22 Nov 2026, 11:17:05 UTC". Without `timeZone`, in the user's zone. */
export function exactTime(at: number, timeZone?: string): string {
  return exactIn(timeZone).format(at);
}

/** The date: "22 Nov 2026". */
export function calendarDay(at: number, timeZone?: string): string {
  return dateIn(timeZone).format(at);
}
