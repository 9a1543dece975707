import { expect, test } from "vitest";
import { grouped, knownEntries, matching } from "./palette-entries";

const spaces = [{ id: "mars", name: "Mars Rover" }];

test("who may not administer finds no admin page", () => {
  const hrefs = knownEntries(spaces, false).map(({ href }) => href);
  expect(hrefs.some((href) => href.startsWith("/admin"))).toBe(false);
  expect(hrefs).toContain("/spaces/mars");
});

test("every word of the query must be there, whatever the case", () => {
  const entries = knownEntries(spaces, true);
  expect(matching(entries, "rover MARS").map(({ id }) => id)).toEqual(["space:mars"]);
  expect(matching(entries, "rover venus")).toEqual([]);
});

test("groups keep their order and their limit", () => {
  const groups = grouped(knownEntries(spaces, true), 2);
  expect(groups.map(([name, entries]) => [name, entries.length])).toEqual([
    ["Pages", 2],
    ["Spaces", 1],
  ]);
});

test("a heading is not searched, or one letter would find everything", () => {
  const found = matching(knownEntries(spaces, true), "pages");
  expect(found).toEqual([]);
});

test("what was known and is found again is listed once", () => {
  const known = knownEntries(spaces, false);
  expect(grouped([...known, ...known], 8)).toEqual(grouped(known, 8));
});
