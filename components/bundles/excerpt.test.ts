import { expect, test } from "vitest";
import { excerpt } from "./excerpt";

const lines = ["policies:", "\t- uid: a\r", "  name: b", "  version: c"];

test("the line is shown with its neighboring lines and its number", () => {
  expect(excerpt(lines, 2).map(({ number, isIt }) => [number, isIt])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, false],
  ]);
});

test("a tab, which cannot be seen, is shown", () => {
  expect(excerpt(lines, 2)[1]?.text).toBe("→   - uid: a");
});

test("a line that is not there has no excerpt", () => {
  expect(excerpt(lines, 9)).toEqual([]);
  expect(excerpt([], 1)).toEqual([]);
});

test("of an endless line the beginning is shown", () => {
  expect(excerpt(["x".repeat(5_000)], 1)[0]?.text).toHaveLength(401);
});
