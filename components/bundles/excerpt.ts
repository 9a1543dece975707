/** A line of the file around a finding. */
export interface ExcerptLine {
  /** From 1. */
  number: number;
  text: string;
  /** Whether the finding is on this line. */
  isIt: boolean;
}

const AROUND = 2;
/** A longer line is cut to this many characters. */
const MAX_LENGTH = 400;

/** The lines around line `line` (1-based). Empty when the file has no such line. */
export function excerpt(lines: readonly string[], line: number): ExcerptLine[] {
  if (line < 1 || line > lines.length) return [];
  const from = Math.max(1, line - AROUND);
  return lines
    .slice(from - 1, line + AROUND)
    .map((text, index) => ({ number: from + index, text: shorten(text), isIt: from + index === line }));
}

function shorten(text: string): string {
  const visible = text.replace(/\r$/, "").replaceAll("\t", "→   ");
  return visible.length > MAX_LENGTH ? `${visible.slice(0, MAX_LENGTH)}…` : visible;
}
