import { expect, test } from "vitest";
import {
  choiceOf,
  clearHref,
  hasTokenPart,
  hrefOf,
  lastPageHref,
  orderOf,
  pageHrefs,
  pageInput,
  pastedSecret,
  readList,
  searchOf,
  sortHref,
} from "./list-url";

const SORTS = ["name", "updated"] as const;
const read = (given: Record<string, string | string[]>) => readList("/list", given, ["q", "state", "sort"]);

test("only the list's own parameters are read, given once and not empty", () => {
  expect(read({ q: "ssh", state: "", sort: ["a", "b"], other: "x", page: "2" }).params).toEqual({
    q: "ssh",
    page: "2",
  });
  expect(read({ q: "a".repeat(2_000) }).params).toEqual({});
});

test("what makes no sense is as by default", () => {
  expect(orderOf(read({ sort: "-nonsense" }), SORTS, "name")).toEqual({ sort: "name", direction: "asc" });
  expect(orderOf(read({ sort: "-updated" }), SORTS, "name")).toEqual({ sort: "updated", direction: "desc" });
  expect(choiceOf(read({ state: "x" }), "state", ["ACTIVE"])).toBeUndefined();
});

test("without an order in the URL it is the usual one", () => {
  expect(orderOf(read({}), SORTS, "-updated")).toEqual({ sort: "updated", direction: "desc" });
});

test("a list survives the way through its own address, in whatever order its parameters came", () => {
  expect(hrefOf(read({ sort: "-name", state: "ACTIVE", q: "ci & cd" }))).toBe(
    "/list?q=ci+%26+cd&state=ACTIVE&sort=-name",
  );
});

test("an overlong search is cut, as no name is as long", () => {
  expect(searchOf(read({ q: "a".repeat(300) }))).toHaveLength(200);
});

test("another order or filter begins at the first page", () => {
  const list = read({ q: "ssh", sort: "name", after: "c", page: "3" });
  expect(sortHref(list, "name", { sort: "name", direction: "asc" })).toBe("/list?q=ssh&sort=-name");
  expect(sortHref(list, "updated", { sort: "name", direction: "asc" }, "desc")).toBe("/list?q=ssh&sort=-updated");
  expect(hrefOf(list, { q: undefined, sort: undefined })).toBe("/list");
});

test("clearing the filter keeps the order", () => {
  expect(clearHref(read({ q: "ssh", sort: "name", after: "c", page: "2" }))).toBe("/list?sort=name");
});

test("the way back to the first page is its plain address", () => {
  const second = read({ q: "ssh", after: "c", page: "2" });
  expect(pageHrefs(second, { nextCursor: "n", previousCursor: "p" })).toEqual({
    previousHref: "/list?q=ssh",
    nextHref: "/list?q=ssh&after=n&page=3",
  });
  expect(pageHrefs(read({ page: "3" }), { nextCursor: null, previousCursor: "p" })).toEqual({
    previousHref: "/list?before=p&page=2",
  });
  expect(pageHrefs(second, { nextCursor: null, previousCursor: null })).toEqual({ previousHref: "/list?q=ssh" });
  expect(pageHrefs(read({}), { nextCursor: null, previousCursor: null })).toEqual({});
});

test("the last page has an address of its own, or is the first", () => {
  const beyond = read({ q: "ssh", after: "c", page: "3" });
  expect(lastPageHref(beyond, 100, 50)).toBe("/list?q=ssh&last=1&page=2");
  expect(lastPageHref(beyond, 101, 50)).toBe("/list?q=ssh&last=1&page=3");
  expect(lastPageHref(beyond, 50, 50)).toBe("/list?q=ssh");
  expect(lastPageHref(beyond, 0, 50)).toBe("/list?q=ssh");
  expect(pageInput(read({ last: "1", after: "a" }))).toEqual({ last: true });
});

test("of two cursors one counts", () => {
  expect(pageInput(read({ after: "a", before: "b" }))).toEqual({ before: "b" });
  expect(pageInput(read({}))).toEqual({});
});

test("a token in a query is found, encoded or not, in a value or a name", () => {
  const token = `lk_${"aB3".repeat(12)}xY`;
  for (const query of [
    `?q=${token}`,
    `?state=x&q=Bearer+${token}`,
    `?q=%6C${token.slice(1)}`,
    `?${token}`,
    `?q=100%&other=${token}`,
  ])
    expect(hasTokenPart(query)).toBe(true);
});

test("a query with a malformed escape is read as text", () => {
  for (const query of ["", "?q=100%", "?q=%E0%A4%A", "?q=%zz&page=2"]) expect(hasTokenPart(query)).toBe(false);
});

const PASTED = `latch_${"aB3".repeat(12)}aB`;
const STRIPE_ID = "acct_1032D82eZvKYlo2C";

test("a text with a token is not read from a URL, in whatever parameter it is", () => {
  expect(read({ q: PASTED, state: PASTED, after: PASTED }).params).toEqual({ after: PASTED });
});

test("an id that looks like part of a token is a filter, but no search text", () => {
  expect(read({ q: STRIPE_ID, state: STRIPE_ID }).params).toEqual({ state: STRIPE_ID });
});

test("a token is found in any field of a list's form, except those that are not typed", () => {
  const form = (fields: Record<string, string>) => {
    const values = new FormData();
    for (const [name, text] of Object.entries(fields)) values.set(name, text);
    return pastedSecret(values);
  };
  expect(form({ q: "ci", subject: PASTED })).toEqual({ field: "subject", pasted: { kind: "token", token: PASTED } });
  expect(form({ q: STRIPE_ID })).toEqual({ field: "q", pasted: { kind: "part" } });
  expect(form({ q: "ci", subject: STRIPE_ID, base: PASTED, $ACTION_KEY: PASTED })).toBeNull();
});
