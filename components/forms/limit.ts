/** Parses a limit. Empty means no limit. */
export function limitOf(typed: string): number | null {
  return typed.trim() === "" ? null : Number(typed.trim());
}

/** The error of a typed limit, or null. */
export function limitProblem(typed: string, largest: number): string | null {
  const limit = limitOf(typed);
  if (limit === null) return null;
  return Number.isInteger(limit) && limit >= 1 && limit <= largest
    ? null
    : `Enter a whole number from 1 to ${largest.toLocaleString("en")}, or nothing.`;
}
