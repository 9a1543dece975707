"use client";

import { useNow } from "./clock";
import { calendarDay, exactTime, relativeTime } from "./relative-time";

export interface TimeProps {
  /** ISO 8601, or null for what never happened. */
  at: string | Date | null | undefined;
  /**
   * "relative" (the default) for what has happened, whatever the reader's clock thinks of it; "until" for what may lie
   * ahead; "exact", or the "day" alone.
   */
  format?: "relative" | "until" | "exact" | "day";
  /** Instead of "Never". */
  never?: string;
  className?: string;
}

function text(at: number, now: number, format: TimeProps["format"], zone: string | undefined) {
  if (format === "exact") return exactTime(at, zone);
  if (format === "day") return calendarDay(at, zone);
  return relativeTime(format === "until" ? at : Math.min(at, now), now);
}

/**
 * A moment. The server renders it with UTC as the exact time, the browser then knows the
 * reader's zone; relative words are the same on both, so nothing moves.
 */
export function Time({ at, format = "relative", never = "Never", className }: TimeProps) {
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
