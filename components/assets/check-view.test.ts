import { expect, test } from "vitest";
import { shortName, statusesOf, viewOf } from "./check-view";

const checks = [
  { queryId: "//policy.example/queries/ssh", score: 100, status: "pass" },
  { queryId: "tls", score: 20, status: "fail" },
  { queryId: "dns", score: null, status: "skip" },
  { queryId: "kernel", score: 0, status: "fail" },
];

test("failures and errors come first", () => {
  expect(viewOf(checks, { status: undefined, search: undefined }).map(({ queryId }) => shortName(queryId))).toEqual([
    "kernel",
    "tls",
    "ssh",
    "dns",
  ]);
});

test("checks are found by status and text", () => {
  expect(viewOf(checks, { status: "fail", search: "TL" }).map(({ queryId }) => queryId)).toEqual(["tls"]);
});

test("each status is counted, failures first", () => {
  expect(statusesOf(checks)).toEqual([
    { status: "fail", checks: 2 },
    { status: "pass", checks: 1 },
    { status: "skip", checks: 1 },
  ]);
});
