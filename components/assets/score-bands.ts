import { gradeOf, type Grade } from "./grade";

/** One bar of the distribution. */
export interface Band {
  /** "90–100" */
  label: string;
  assets: number;
  /** Height in percent of the tallest bar. */
  height: number;
  grade: Grade;
}

/** The bars for the numbers of assets with scores of 0 to 9, 10 to 19, … and 90 to 100. */
export function scoreBands(scores: readonly number[]): Band[] {
  const tallest = Math.max(1, ...scores);
  return scores.map((assets, index) => {
    const from = index * 10;
    const to = index === scores.length - 1 ? 100 : from + 9;
    return { label: `${from}–${to}`, assets, height: (assets / tallest) * 100, grade: gradeOf(from) };
  });
}
