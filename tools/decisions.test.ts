import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "./project";

const records = readdirSync(inRoot("docs/decisions"))
  .filter((name) => /^\d{4}-/.test(name))
  .sort();

test("the index lists every decision once, in order", () => {
  const index = readFileSync(inRoot("docs/decisions/README.md"), "utf8");
  expect([...index.matchAll(/^\| \[\d{4}\]\(([^)]+)\)/gm)].map(([, name]) => name)).toEqual(records);
});

test("every decision has a title with its number, and a status with its date", () => {
  const malformed = records.filter((name) => {
    const text = readFileSync(inRoot("docs/decisions", name), "utf8");
    return !new RegExp(`^# ${name.slice(0, 4)}: .+\\n\\nStatus: \\w.*, \\d{4}-\\d\\d-\\d\\d`).test(text);
  });
  expect(malformed).toEqual([]);
});
