export type Grade = "good" | "fair" | "poor";

/** The lowest score of each grade. */
const GOOD = 80;
const FAIR = 50;

/** The grade of a score of 0 to 100. */
export function gradeOf(score: number): Grade {
  if (score >= GOOD) return "good";
  return score >= FAIR ? "fair" : "poor";
}
