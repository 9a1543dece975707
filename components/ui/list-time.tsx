import { cache } from "react";
import { daysSince, exactTime, type LiveFormat, timeText } from "./relative-time";

/** The server's time in ms, the same for everything that one request renders. */
export const requestTime = cache(() => Date.now());

export interface ListTimeProps {
  /** ISO 8601, or null if it never happened. */
  at: string | null | undefined;
  /** "relative" (the default) for past times; "days" to compare them; "until" for times that may be in the future. */
  format?: LiveFormat;
  /** Where it never happened, since when it could have: "Never in 40 days". Not shown on the first day. */
  since?: string | undefined;
}

/**
 * A point in time in a list. Unlike Time it is no component in the browser: a page has 150 of them, and hydrating those
 * takes longer than everything else. LiveTimes keeps it current; TooltipLayer shows the exact time.
 */
export function ListTime({ at, format = "relative", since }: ListTimeProps) {
  if (!at) return <Never since={since} />;
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

function Never({ since }: Pick<ListTimeProps, "since">) {
  if (since === undefined || daysSince(Date.parse(since), requestTime()) < 1) return <>Never</>;
  return (
    <>
      Never{" "}
      <span className="block text-xs text-muted">
        in <ListTime at={since} format="age" />
      </span>
    </>
  );
}
