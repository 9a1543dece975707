import { expect, test } from "vitest";
import { chosenIssuesOf, isLess, issueErrors, issuesInWords, issuesOf, withIssued } from "./issue-choice";

const api = (identifier: string, ...names: string[]) => ({
  identifier,
  name: identifier.toUpperCase(),
  maxLifetimeDays: null,
  scopes: names.map((name) => ({ name, description: "" })),
});
const APIS = [api("billing", "read", "write"), api("mail", "send")];

test("a choice is sent in the order of the APIs and their scopes", () => {
  const chosen = { mail: "all", billing: ["write", "read", "unknown"] } as const;
  expect(issuesOf(APIS, chosen)).toEqual([{ api: "billing", scopes: ["read", "write"] }, { api: "mail" }]);
});

test("what an Issuer issues is its own choice again", () => {
  const issues = [{ api: "billing", scopes: ["read"] }, { api: "mail" }];
  expect(issuesOf(APIS, chosenIssuesOf(issues))).toEqual(issues);
});

test("an API that is not offered stays a choice", () => {
  const issues = [{ api: "other", scopes: ["old"] }];
  expect(issuesOf(withIssued(APIS, issues), chosenIssuesOf(issues))).toEqual(issues);
});

test("a choice needs an API, and scopes where not all of them are meant", () => {
  expect(issueErrors(APIS, {})).toEqual({ issues: "Choose at least one API." });
  expect(issueErrors(APIS, { billing: [], mail: "all" })).toEqual({
    issues: "Choose scopes of BILLING, or all of them.",
  });
  expect(issueErrors(APIS, { mail: "all" })).toEqual({});
});

test.each([
  [[{ api: "a" }], [{ api: "a" }], false],
  [[{ api: "a" }], [{ api: "b" }], true],
  [[{ api: "a" }], [{ api: "a", scopes: ["x"] }], true],
  [[{ api: "a", scopes: ["x"] }], [{ api: "a" }], false],
  [[{ api: "a", scopes: ["x", "y"] }], [{ api: "a", scopes: ["y"] }], true],
  [[{ api: "a", scopes: ["x"] }], [{ api: "a", scopes: ["x", "y"] }], false],
])("from %j to %j something is taken away: %s", (before, after, less) => {
  expect(isLess(before, after)).toBe(less);
});

test("what is issued is described with the number of scopes", () => {
  expect(issuesInWords([{ api: "a" }, { api: "b", scopes: ["x"] }])).toBe("all scopes of a, 1 scope of b");
  expect(issuesInWords([])).toBe("nothing");
});
