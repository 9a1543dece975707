import { expect, test } from "vitest";
import { readList } from "@/components/lists/list-url";
import { describeFilter } from "./describe-filter";

const read = (given: Record<string, string>) =>
  readList("/log", given, ["q", "action", "actor", "resource", "from", "to", "zone"]);

test("a filter is described with the labels of its controls", () => {
  expect(describeFilter(read({ q: "ada", action: "token.", from: "2026-11-01" }))).toBe(
    "“ada”, about API tokens, from 2026-11-01 (UTC)",
  );
  expect(describeFilter(read({ to: "2026-11-01", zone: "America/Los_Angeles" }))).toBe(
    "to 2026-11-01 (America/Los_Angeles)",
  );
});

test("no filter has no words", () => {
  expect(describeFilter(read({ after: "cursor" }))).toBe("");
});
