import { expect, test } from "vitest";
import { textsOf, withQuery } from "./query";

test("of a query only what was asked for, once and not empty, is taken", () => {
  expect(textsOf({ search: "ada", after: "", role: ["a", "b"], other: "x" }, ["search", "after", "role"])).toEqual({ search: "ada" });
  expect(textsOf({ search: "a".repeat(5_000) }, ["search"])).toEqual({});
});

test("a link keeps what has a value", () => {
  expect(withQuery("/admin/members", { search: "a b", after: undefined })).toBe("/admin/members?search=a+b");
  expect(withQuery("/admin/members", {})).toBe("/admin/members");
});
