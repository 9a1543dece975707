import { expect, test } from "vitest";
import { slugFrom } from "./slug";
import { slug } from "./fields";

test.each([
  ["Acme Security Operations", "acme-security-operations"],
  ["  Zürich & Groß!  ", "zurich-gross"],
  ["-- a -- b -- c --", "a-b-c"],
  [
    "A name that is so long that it does not fit into a slug at all",
    "a-name-that-is-so-long-that-it-does-not-fit-into-a",
  ],
  ["Acme", null],
  ["安全", null],
])("“%s” makes the slug %s", (name, expected) => {
  expect(slugFrom(name)).toBe(expected);
  if (expected !== null) expect(slug.safeParse(expected).success).toBe(true);
});
