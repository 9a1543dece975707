export interface PageRange {
  /** 1-based position of the first row on this page. */
  from: number;
  /** How many rows the page holds. */
  shown: number;
  /** The total number of rows, if counted. */
  total?: number;
  /** Whether counting stopped at `total` and there are more. */
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
