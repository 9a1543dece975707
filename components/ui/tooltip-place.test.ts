import { expect, test } from "vitest";
import { placeTip } from "./tooltip-place";

const tip = { width: 100, height: 24 };

test("a tooltip is centered above its anchor", () => {
  expect(placeTip({ top: 200, left: 300, width: 40, height: 32 }, tip, 1280)).toEqual({
    top: 170,
    left: 270,
  });
});

test("without room above it goes below", () => {
  expect(placeTip({ top: 10, left: 300, width: 40, height: 32 }, tip, 1280).top).toBe(48);
});

test("it never leaves the screen sideways", () => {
  expect(placeTip({ top: 200, left: 0, width: 20, height: 20 }, tip, 390).left).toBe(8);
  expect(placeTip({ top: 200, left: 380, width: 20, height: 20 }, tip, 390).left).toBe(282);
});
