import { expect, test } from "vitest";
import { clearHref, hrefOf, isFiltered, nextHref, parseView, previousHref, queryOf, sortHref } from "./list-view";
import { DASHBOARD, spaceSettings } from "./place";

const BASE = "/admin/tokens";

test("the plain address is the newest tokens first, unfiltered", () => {
  const view = parseView({});
  expect(hrefOf(BASE, view)).toBe(BASE);
  expect(queryOf(DASHBOARD, view)).toMatchObject({ sort: "created", direction: "desc", status: [], permission: [], scope: undefined, limit: 50 });
  expect(isFiltered(view)).toBe(false);
});

test("a view survives the way through its own address", () => {
  const view = parseView({ q: "ci & cd", status: "expired", permission: "agent", scope: "mars-rover", sort: "-lastUsed", after: "abc", page: "3" });
  const [, query] = hrefOf(BASE, view).split("?");
  expect(parseView(Object.fromEntries(new URLSearchParams(query)))).toEqual(view);
});

test("what makes no sense in an address is left out", () => {
  const view = parseView({ status: "asleep", permission: "king", sort: "colour", page: "-7", q: ["first", "second"] });
  expect(view).toMatchObject({ status: undefined, permission: undefined, sort: "created", direction: "desc", page: 1, search: "first" });
});

test("live includes what expires soon, and expiring does not include the rest", () => {
  expect(queryOf(DASHBOARD, parseView({ status: "live" })).status).toEqual(["live", "expiring"]);
  expect(queryOf(DASHBOARD, parseView({ status: "expiring" })).status).toEqual(["expiring"]);
});

test("a space's page asks for that space, whatever scope the address names", () => {
  expect(queryOf(spaceSettings("mars-rover"), parseView({ scope: "lunar-base" })).scope).toBe("mars-rover");
});

test("sorting by a column again turns it round, and starts from the first page", () => {
  const view = parseView({ sort: "name", after: "abc", page: "4", q: "ci" });
  expect(sortHref(BASE, view, "name")).toBe(`${BASE}?q=ci&sort=-name`);
  expect(sortHref(BASE, view, "lastUsed")).toBe(`${BASE}?q=ci&sort=-lastUsed`);
});

test("going back to the first page is its plain address", () => {
  const second = parseView({ q: "ci", after: "abc", page: "2" });
  expect(previousHref(BASE, second, "cursor")).toBe(`${BASE}?q=ci`);
  expect(previousHref(BASE, parseView({ q: "ci", after: "abc", page: "3" }), "cursor")).toBe(`${BASE}?q=ci&before=cursor&page=2`);
  expect(previousHref(BASE, parseView({}), null)).toBeUndefined();
});

test("the next page carries the filter, and there is none after the last", () => {
  expect(nextHref(BASE, parseView({ status: "live" }), "cursor")).toBe(`${BASE}?status=live&after=cursor&page=2`);
  expect(nextHref(BASE, parseView({}), null)).toBeUndefined();
});

test("clearing the filter keeps the order", () => {
  expect(clearHref(BASE, parseView({ q: "ci", status: "live", sort: "name", after: "abc", page: "2" }))).toBe(`${BASE}?sort=name`);
});
