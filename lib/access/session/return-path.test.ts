import { expect, test } from "vitest";
import { safeNextPath } from "./return-path";

test.each(["/", "/account", "/admin/tokens?sort=name#x"])("%s is accepted", (path) => {
  expect(safeNextPath(path)).toBe(path);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "/.//evil.example",
  "/a/..//evil.example/x",
  "/%2e//evil.example",
  "/\t/evil.example",
  "/login",
  undefined,
  7,
])("%s is replaced by /", (path) => {
  expect(safeNextPath(path)).toBe("/");
});
