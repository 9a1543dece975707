import type { ListUrl } from "@/components/lists/list-url";
import { startOfDay } from "@/components/ui/day";

/** The last instant before a day; undefined for what is no day. */
function before(day: string | undefined, zone: string | undefined): string | undefined {
  const start = startOfDay(day, zone);
  return start === null ? undefined : new Date(start - 1).toISOString();
}

/** The first instant after a day; undefined for what is no day. */
function after(day: string | undefined, zone: string | undefined): string | undefined {
  const end = startOfDay(day, zone, 1);
  return end === null ? undefined : new Date(end).toISOString();
}

/** The range of time, exclusive, of the days `from` and `to` in a URL, both included. */
export function daysInput({ params: { from, to, zone } }: ListUrl) {
  return { after: before(from, zone), before: after(to, zone) };
}
