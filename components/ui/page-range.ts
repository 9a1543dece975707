export interface PageRange {
  /** 1-based position of the first row on this page. */
  from: number;
  /** How many rows the page holds. */
  shown: number;
  /** All rows, when somebody counted. */
  total?: number;
  /** The count stopped at `total`: there are more. */
  more?: boolean;
  /** In the plural. */
  noun: string;
}

const format = (count: number) => count.toLocaleString("en");

/** "1–50 of 1,204 tokens". */
export function pageRange({ from, shown, total, more, noun }: PageRange): string {
  if (shown === 0) return `No ${noun}`;
  const last = from + shown - 1;
  const rows = from === last ? format(from) : `${format(from)}–${format(last)}`;
  if (total === undefined) return `${rows} ${noun}`;
  return `${rows} of ${format(total)}${more ? "+" : ""} ${noun}`;
}
