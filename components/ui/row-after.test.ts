import { expect, test } from "vitest";
import { rowAfter } from "./row-after";

test("arrows (and j, k) move by one row and stop at the ends", () => {
  expect(rowAfter("ArrowDown", 0, 3)).toBe(1);
  expect(rowAfter("j", 2, 3)).toBe(2);
  expect(rowAfter("ArrowUp", 1, 3)).toBe(0);
  expect(rowAfter("k", 0, 3)).toBe(0);
});

test("Home and End go to the ends", () => {
  expect(rowAfter("Home", 2, 3)).toBe(0);
  expect(rowAfter("End", 0, 3)).toBe(2);
});

test("other keys are left alone", () => {
  expect(rowAfter("a", 1, 3)).toBe(-1);
});
