const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** Whether it is a time zone of the IANA database, such as `America/Los_Angeles`. */
function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format(0) !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What a clock of the zone shows at an instant, as an instant of UTC, in ms. */
function wallClock(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`);
}

/**
 * The first instant of a day (`2026-11-29`) in a time zone, in epoch ms, or of the day that many days later. UTC
 * without a known zone; null for what is no day. Where the clock skips midnight, the day starts later; where it strikes
 * midnight twice, with the first.
 */
export function startOfDay(day: string | undefined, zone = "UTC", days = 0): number | null {
  const midnight = day !== undefined && DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) + days * DAY_MS : Number.NaN;
  if (Number.isNaN(midnight)) return null;
  if (!isTimeZone(zone)) return midnight;
  const offsets = [midnight - DAY_MS, midnight + DAY_MS].map((at) => wallClock(at, zone) - at);
  const candidates = offsets.map((offset) => midnight - offset).sort((a, b) => a - b);
  return candidates.find((at) => wallClock(at, zone) >= midnight) ?? null;
}
