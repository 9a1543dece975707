import { expect, test } from "vitest";
import { describeFilter } from "./describe-filter";
import { DASHBOARD } from "./token-routes";
import { readTokenList } from "./token-list";

const spaces = [{ id: "mars-rover", name: "Mars Rover" }];

test("a filter is told in the words of its controls", () => {
  const list = readTokenList(DASHBOARD, { q: "ci", scope: "mars-rover", permission: "agent", status: "expiring" });
  expect(describeFilter(list, spaces)).toBe("“ci”, scope Mars Rover, permission Agent, status Expires soon");
});

test("the whole organization is called all spaces", () => {
  expect(describeFilter(readTokenList(DASHBOARD, { scope: "organization" }), spaces)).toBe("scope All spaces");
});
