import { expect, test } from "vitest";
import { changeRows } from "./change-rows";

test("a replaced value is told with what it was", () => {
  expect(changeRows({ role: { from: "member", to: "admin" }, tokenMaxLifetimeDays: { from: null, to: 90 } })).toEqual([
    { field: "role", from: "member", to: "admin" },
    { field: "token max lifetime days", from: "none", to: "90" },
  ]);
});

test("a fact is told as it is, lists in words, and the rest as JSON", () => {
  expect(changeRows({ permissions: ["viewer", "agent"], tags: [], expiration: { kind: "never" } })).toEqual([
    { field: "permissions", to: "viewer, agent" },
    { field: "tags", to: "none" },
    { field: "expiration", to: '{"kind":"never"}' },
  ]);
});
