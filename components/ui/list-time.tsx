import { cache } from "react";
import { exactTime, timeText } from "./relative-time";

/** The server's time in ms, the same for everything that one request renders. */
const requestTime = cache(() => Date.now());

export interface ListTimeProps {
  /** ISO 8601, or null if it never happened. */
  at: string | null | undefined;
  /** "relative" (the default) for past times; "until" for times that may be in the future. */
  format?: "relative" | "until";
}

/**
 * A point in time in a list. Unlike Time it is no component in the browser: a page has 150 of them, and hydrating those
 * takes longer than everything else. LiveTimes keeps it current; TooltipLayer shows the exact time.
 */
export function ListTime({ at, format = "relative" }: ListTimeProps) {
  if (!at) return <>Never</>;
  const time = new Date(at);
  return (
    <time
      dateTime={time.toISOString()}
      data-live={format}
      title={exactTime(time.getTime(), "UTC")}
      className="whitespace-nowrap"
    >
      {timeText(time.getTime(), requestTime(), format)}
    </time>
  );
}
