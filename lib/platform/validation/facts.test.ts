import { expect, test } from "vitest";
import { contactsSchema, pairsSchema, storedContactsSchema, storedPairsSchema } from "./facts";

const pairs = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `key ${i + 10}`, value: "x".repeat(length - 6) }));

test("annotations may have 8,192 characters in all, so that a page of spaces is not too large", () => {
  expect(pairsSchema.safeParse(pairs(64, 128)).success).toBe(true);
  const { error } = pairsSchema.safeParse(pairs(64, 129));
  expect(error?.issues).toMatchObject([{ path: [], message: "Use at most 8,192 characters in all." }]);
  expect(pairsSchema.safeParse(pairs(90, 1_000)).success).toBe(false);
});

test("what was stored is read as it is, also from the time before that limit", () => {
  const stored = pairs(100, 1_000);
  expect(storedPairsSchema.parse(stored)).toEqual(stored);
  const contacts = contactsSchema.parse([{ name: "Ada", email: " ada@example.com " }, { name: "Grace" }]);
  expect(storedContactsSchema.parse(contacts)).toEqual(contacts);
});
