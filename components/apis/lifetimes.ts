/** A lifetime in days as text. Null: `none`. */
export function lifetimeInWords(days: number | null, none = "none"): string {
  if (days === null) return none;
  return days === 1 ? "1 day" : `${days.toLocaleString("en")} days`;
}
