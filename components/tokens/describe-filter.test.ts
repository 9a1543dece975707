import { expect, test } from "vitest";
import { describeFilter } from "./describe-filter";
import { parseView } from "./list-view";

const spaces = [{ id: "mars-rover", name: "Mars Rover" }];

test("a filter is told in the words of its controls", () => {
  const view = parseView({ q: "ci", scope: "mars-rover", permission: "agent", status: "expiring" });
  expect(describeFilter(view, spaces)).toBe("“ci”, scope Mars Rover, permission Agent, status Expires soon");
});

test("the whole organization is called all spaces", () => {
  expect(describeFilter(parseView({ scope: "organization" }), spaces)).toBe("scope All spaces");
});
