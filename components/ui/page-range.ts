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

/** "policy" of "policies". */
function singular(noun: string): string {
  return noun.endsWith("ies") ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, "");
}

/** "1–50 of 1,204 tokens". */
export function pageRange({ from, shown, total, more, noun }: PageRange): string {
  if (shown === 0) return `No ${noun}`;
  if (total === 1) return `1 ${singular(noun)}`;
  const last = from + shown - 1;
  const rows = from === last ? format(from) : `${format(from)}–${format(last)}`;
  if (total === undefined) return `${rows} ${last === 1 ? singular(noun) : noun}`;
  return `${rows} of ${format(total)}${more ? "+" : ""} ${noun}`;
}
