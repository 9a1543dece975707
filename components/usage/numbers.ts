const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A number in a few characters: "950", "1.2K", "34M". */
export function shortNumber(value: number): string {
  return compact.format(value);
}

/** A number with all its digits: "1,234,567". */
export function fullNumber(value: number): string {
  return value.toLocaleString("en");
}
