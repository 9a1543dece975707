"use client";

import { useNow } from "./clock";
import { calendarDay, exactTime, timeText } from "./relative-time";

export interface TimeProps {
  /** ISO 8601, or null if it never happened. */
  at: string | Date | null | undefined;
  /**
   * "relative" (the default) for past times, even if the user's clock is behind; "until" for times that may be in
   * the future; "exact"; or "day" for the date alone.
   */
  format?: "relative" | "until" | "exact" | "day";
  /** Instead of "Never". */
  never?: string;
  className?: string;
}

function text(at: number, now: number, format: TimeProps["format"] = "relative", zone: string | undefined) {
  if (format === "exact") return exactTime(at, zone);
  if (format === "day") return calendarDay(at, zone);
  return timeText(at, now, format);
}

/**
 * A point in time. The server renders the exact time in UTC, the browser then in the
 * user's time zone. Relative texts are the same on both, so nothing shifts.
 */
export function Time({ at, format, never = "Never", className }: TimeProps) {
  const { now, live } = useNow();
  if (!at) return <span className={className}>{never}</span>;
  const date = new Date(at);
  const zone = live ? undefined : "UTC";
  const exact = exactTime(date.getTime(), zone);
  return (
    <time
      dateTime={date.toISOString()}
      data-tooltip={live ? exact : undefined}
      title={live ? undefined : exact}
      className={`whitespace-nowrap ${className ?? ""}`}
    >
      {text(date.getTime(), now, format, zone)}
    </time>
  );
}
