import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { scratchFolder } from "../testing/scratch";
import { readRevocations } from "./revocations";

const scratch = scratchFolder();
afterAll(scratch.remove);

const HEAD = { format: "latchkey-revocations", version: 1, exportedAt: "2026-11-28T00:00:00.000Z" };
const ITEM = { organizationId: "acme", tokenId: crypto.randomUUID(), at: "2026-11-28T00:00:00.000Z" };
const END = { end: true, count: 2 };

function read(lines: readonly object[]) {
  const file = path.join(scratch.folder, "revocations");
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return readRevocations(file);
}

test("a list of revocations is read whole", () => {
  expect(read([HEAD, ITEM, ITEM, END])).toEqual([ITEM, ITEM]);
});

test.each([
  ["has no end", [HEAD, ITEM, ITEM]],
  ["misses a line", [HEAD, ITEM, END]],
  ["has no head", [ITEM, ITEM, END]],
  ["is of another version", [{ ...HEAD, version: 2 }, ITEM, ITEM, END]],
  ["is empty", []],
])("a list of revocations that %s is refused, and revokes nothing", (_what, lines) => {
  expect(() => read(lines)).toThrow("is not a whole file of npm run revocations:export");
});
