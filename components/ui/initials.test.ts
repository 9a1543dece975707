import { expect, test } from "vitest";
import { initials } from "./initials";

test.each([
  ["Ada Lovelace", "AL"],
  ["ada", "A"],
  ["  Ada  King  Lovelace ", "AL"],
  ["émile zola", "ÉZ"],
  ["😀 smile", "😀S"],
  ["", "?"],
])("%j becomes %s", (name, letters) => {
  expect(initials(name)).toBe(letters);
});
