import { expect, test } from "vitest";
import { describeFilter } from "./describe-filter";
import { DASHBOARD } from "./token-routes";
import { readTokenList } from "./token-list";

const spaces = [{ id: "mars-rover", name: "Mars Rover" }];

test("a filter is described with the labels of its controls", () => {
  const list = readTokenList(DASHBOARD, {
    q: "ci",
    spaceAccess: "mars-rover",
    permission: "agent",
    status: "expiring",
  });
  expect(describeFilter(list, spaces, [])).toBe("“ci”, space access Mars Rover, permission Agent, status Expires soon");
});

test("an API is called by name, one that the list does not know by its identifier", () => {
  const list = readTokenList(DASHBOARD, { api: "urn:acme:billing" });
  expect(describeFilter(list, spaces, [], [{ identifier: "urn:acme:billing", name: "Billing" }])).toBe("API Billing");
  expect(describeFilter(list, spaces, [])).toBe("API urn:acme:billing");
});

test("the whole organization is called all spaces", () => {
  expect(describeFilter(readTokenList(DASHBOARD, { spaceAccess: "organization" }), spaces, [])).toBe(
    "space access All spaces",
  );
});

test.each([
  ["30", "unused for 30 days"],
  ["1", "unused for 1 day"],
])("unused tokens are named with their days: %s", (unusedDays, text) => {
  expect(describeFilter(readTokenList(DASHBOARD, { unusedDays }), spaces, [])).toBe(text);
});

test("a creator is called by name, one that the list does not know is not", () => {
  const id = "0193c000-0000-7000-8000-000000000001";
  const list = readTokenList(DASHBOARD, { creator: id });
  expect(describeFilter(list, spaces, [{ id, name: "Ada" }])).toBe("created by Ada");
  expect(describeFilter(list, spaces, [])).toBe("created by this person");
  expect(describeFilter(readTokenList(DASHBOARD, { creator: "left" }), spaces, [])).toBe("creator has left");
});
