import { expect, test } from "vitest";
import { ByteBudget } from "./byte-budget";

test("neither one key nor all keys together exceed their limit", () => {
  const budget = new ByteBudget({ total: 10, perKey: 6 });
  const [first, second, other] = [budget.hold("a"), budget.hold("a"), budget.hold("b")];
  expect([first.add(4), second.add(3), second.add(2), other.add(5), other.add(4)]).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
});

test("releasing returns the bytes, and a second release has no effect", () => {
  const budget = new ByteBudget({ total: 10, perKey: 10 });
  const held = budget.hold("a");
  expect(held.add(10)).toBe(true);
  held.release();
  held.release();
  const next = budget.hold("b");
  expect([next.add(10), next.add(1)]).toEqual([true, false]);
});
