import { expect, test, vi } from "vitest";
import { Arrivals } from "./arrivals";

/** What an arrival holds without any byte of its body. */
const REQUEST = 1_024;
const arrivals = () => new Arrivals({ total: 30_000, perKey: 10_000 });

test("the body that has been arriving the longest gives way to a newer one of the same sender", () => {
  const all = arrivals();
  const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
  all.begin("a", first)?.add(4_000);
  all.begin("a", second)?.add(3_500);
  expect(all.begin("a", third)?.add(2_000)).toBe(true);
  expect([first, second, third].map((displaced) => displaced.mock.calls.length)).toEqual([1, 0, 0]);
});

test("a body never gives way to itself, and is refused when it is larger than its share", () => {
  const displaced = vi.fn();
  const one = arrivals().begin("a", displaced);
  expect([one?.add(8_000), one?.add(2_000)]).toEqual([true, false]);
  expect(displaced).not.toHaveBeenCalled();
});

test("a complete body keeps its memory until its request is answered", () => {
  const all = arrivals();
  const displaced = vi.fn();
  const done = all.begin("a", displaced);
  done?.add(8_000);
  done?.complete();
  expect(all.begin("a", vi.fn())?.add(2_000) ?? false).toBe(false);
  expect(displaced).not.toHaveBeenCalled();
  done?.release();
  expect(all.begin("a", vi.fn())?.add(2_000)).toBe(true);
});

test("senders do not take each other's share: when all memory is full, the largest share gives way", () => {
  const all = arrivals();
  const [small, large] = [vi.fn(), vi.fn()];
  all.begin("small", small)?.add(6_000);
  all.begin("large", large)?.add(8_900);
  all.begin("b", vi.fn())?.add(8_800);
  expect(all.begin("new", vi.fn())?.add(3_000)).toBe(true);
  expect([small, large].map((displaced) => displaced.mock.calls.length)).toEqual([0, 1]);
});

test("requests whose bodies bring nothing are bounded too", () => {
  const all = arrivals();
  const displaced = vi.fn();
  for (let count = 0; count < 100; count += 1) all.begin("a", displaced);
  expect(100 - displaced.mock.calls.length).toBe(Math.floor(10_000 / REQUEST));
});
