/** Excel reads a CSV file as UTF-8 only if it starts with this. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Spreadsheets run cells that begin like a formula, and users can choose such names. An apostrophe makes the cell text.
 */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The beginning of a CSV file: UTF-8, with the names of its columns. */
export const csvHead = (columns: readonly string[]): string => `${BYTE_ORDER_MARK}${columns.join(",")}\r\n`;

/** One line of CSV (RFC 4180). */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(",")}\r\n`;
