import { expect, test } from "vitest";
import { changeRows } from "./change-rows";

test("a replaced value is shown with its previous value", () => {
  expect(changeRows({ role: { from: "member", to: "admin" }, tokenMaxLifetimeDays: { from: null, to: 90 } })).toEqual([
    { field: "role", from: "member", to: "admin" },
    { field: "token max lifetime days", from: "none", to: "90" },
  ]);
});

test("texts are shown unchanged, lists as words, and other values as JSON", () => {
  expect(changeRows({ permissions: ["viewer", "agent"], tags: [], expiration: { kind: "never" } })).toEqual([
    { field: "permissions", to: "viewer, agent" },
    { field: "tags", to: "none" },
    { field: "expiration", to: '{"kind":"never"}' },
  ]);
});
