import { expect, test } from "vitest";
import { itemAfter } from "./menu-keys";

const labels = ["Permissions", "Edit", "Delete"];

test("arrows go around", () => {
  expect(itemAfter("ArrowDown", 2, labels)).toBe(0);
  expect(itemAfter("ArrowUp", 0, labels)).toBe(2);
});

test("Home and End go to the ends", () => {
  expect(itemAfter("Home", 2, labels)).toBe(0);
  expect(itemAfter("End", 0, labels)).toBe(2);
});

test("a letter finds the next label that starts with it", () => {
  expect(itemAfter("d", 0, labels)).toBe(2);
  expect(itemAfter("P", 0, labels)).toBe(0);
  expect(itemAfter("x", 0, labels)).toBe(-1);
});

test("space and Enter are left to the item itself", () => {
  expect(itemAfter(" ", 0, labels)).toBe(-1);
  expect(itemAfter("Enter", 0, labels)).toBe(-1);
});
