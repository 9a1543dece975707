export type Grade = "good" | "fair" | "poor";

/** From these scores on. */
const GOOD = 80;
const FAIR = 50;

/** What a score of 0 to 100 amounts to. */
export function gradeOf(score: number): Grade {
  if (score >= GOOD) return "good";
  return score >= FAIR ? "fair" : "poor";
}
