import { expect, test } from "vitest";
import { hrefOf } from "@/components/lists/list-url";
import { DASHBOARD, spaceSettings } from "./token-routes";
import { matchesNothing, queryOf, readTokenList } from "./token-list";

test("the plain address is the newest tokens first, unfiltered", () => {
  const list = readTokenList(DASHBOARD, {});
  expect(hrefOf(list)).toBe("/admin/tokens");
  expect(queryOf(DASHBOARD, list)).toEqual({
    search: "",
    status: [],
    permission: [],
    spaceAccess: undefined,
    sort: "created",
    direction: "desc",
    limit: 50,
  });
});

test("what makes no sense in an address is left out", () => {
  const list = readTokenList(DASHBOARD, {
    status: "asleep",
    permission: "king",
    sort: "colour",
    q: ["first", "second"],
  });
  expect(queryOf(DASHBOARD, list)).toEqual(queryOf(DASHBOARD, readTokenList(DASHBOARD, {})));
});

test("the tokens of the organization are filtered by API, those of a space are not", () => {
  const given = { api: "urn:acme:billing" };
  expect(queryOf(DASHBOARD, readTokenList(DASHBOARD, given)).api).toBe("urn:acme:billing");
  const space = spaceSettings("mars-rover");
  expect(queryOf(space, readTokenList(space, given)).api).toBeUndefined();
});

test("a scope is a filter only with its API, and a subject as it was typed", () => {
  const query = (given: Record<string, string>) => queryOf(DASHBOARD, readTokenList(DASHBOARD, given));
  expect(query({ api: "urn:acme:billing", scope: "read" })).toMatchObject({ api: "urn:acme:billing", scope: "read" });
  expect(query({ scope: "read" }).scope).toBeUndefined();
  expect(query({ subject: " cus_1 " }).subject).toBe("cus_1");
});

test.each([
  [{}, false],
  [{ subject: "cus_1", api: "urn:acme:billing" }, false],
  [{ subject: "Jane Doe" }, true],
  [{ api: "billing" }, true],
])("no token matches a typed text that is no subject and no identifier: %j", (given, nothing) => {
  expect(matchesNothing(readTokenList(DASHBOARD, given))).toBe(nothing);
});

test.each([
  ["30", 30],
  ["45", 45],
  ["3650", 3650],
  ["3651", undefined],
  ["0", undefined],
  ["007", undefined],
  ["1.5", undefined],
  ["month", undefined],
])("unused for %s days is a filter by %s", (unusedDays, days) => {
  expect(queryOf(DASHBOARD, readTokenList(DASHBOARD, { unusedDays })).unusedDays).toBe(days);
});

test("live includes what expires soon, and expiring does not include the rest", () => {
  expect(queryOf(DASHBOARD, readTokenList(DASHBOARD, { status: "live" })).status).toEqual(["live", "expiring"]);
  expect(queryOf(DASHBOARD, readTokenList(DASHBOARD, { status: "expiring" })).status).toEqual(["expiring"]);
});

test("a space's page lists that space's tokens, whatever space access the URL names", () => {
  const routes = spaceSettings("mars-rover");
  const list = readTokenList(routes, { spaceAccess: "lunar-base" });
  expect(queryOf(routes, list).spaceAccess).toBe("mars-rover");
  expect(hrefOf(list)).toBe(routes.base);
});
