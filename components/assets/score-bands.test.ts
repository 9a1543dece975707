import { expect, test } from "vitest";
import { scoreBands } from "./score-bands";

test("each band says which scores it holds, and its share of the tallest", () => {
  const bands = scoreBands([1, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
  expect(bands[0]).toEqual({ label: "0–9", assets: 1, height: 25, grade: "poor" });
  expect(bands[9]).toEqual({ label: "90–100", assets: 4, height: 100, grade: "good" });
});

test("without any scores no bar has a height", () => {
  expect(scoreBands(Array<number>(10).fill(0)).every(({ height }) => height === 0)).toBe(true);
});
