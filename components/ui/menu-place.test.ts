import { expect, test } from "vitest";
import { placeMenu } from "./menu-place";

const viewport = { width: 1000, height: 800 };

test("a menu opens below its button, flush with the chosen side", () => {
  const button = { top: 100, left: 900, width: 32, height: 32 };
  expect(placeMenu(button, 120, viewport, "end")).toEqual({ top: "136px", right: "68px" });
  expect(placeMenu(button, 120, viewport, "start")).toEqual({ top: "136px", left: "900px" });
});

test("at the foot of the screen it opens upwards", () => {
  const button = { top: 760, left: 900, width: 32, height: 32 };
  expect(placeMenu(button, 120, viewport, "end")).toEqual({ bottom: "44px", right: "68px" });
});

test("with little room on both sides it takes the larger", () => {
  const button = { top: 20, left: 0, width: 32, height: 32 };
  expect(placeMenu(button, 900, viewport, "start")).toEqual({ top: "56px", left: "0px" });
});
