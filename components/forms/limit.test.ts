import { expect, test } from "vitest";
import { limitOf, limitProblem } from "./limit";

test("an empty limit is none", () => {
  expect(limitOf("  ")).toBeNull();
  expect(limitOf(" 90 ")).toBe(90);
  expect(limitProblem("", 100)).toBeNull();
});

test.each(["0", "-1", "1.5", "ten", "101"])("“%s” is no limit from 1 to 100", (typed) => {
  expect(limitProblem(typed, 100)).toContain("from 1 to 100");
});
