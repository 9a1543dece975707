import { describe, expect, test } from "vitest";
import { Freshness } from "./freshness.js";

const SENT = { running: 5_000, wall: 1_800_000_000_000 };

describe("freshness", () => {
  /** Whether it holds so long after SENT, by the monotonic clock and the wall clock. */
  const holds = (freshness: Freshness, running: number, wall = running) =>
    freshness.holds(SENT.running + running, SENT.wall + wall);
  const proven = (ageMs = 0) => {
    const freshness = new Freshness(1_000);
    freshness.prove(SENT, ageMs);
    return freshness;
  };

  test("does not hold before the first answer", () => {
    expect(holds(new Freshness(1_000), 0)).toBe(false);
  });

  test("holds for less than the bound from the sending, whenever the answer arrives", () => {
    expect([holds(proven(), 0), holds(proven(), 999), holds(proven(), 1_000)]).toEqual([true, true, false]);
  });

  test("holds for less where the server was behind, and never for more", () => {
    expect([holds(proven(300), 699), holds(proven(300), 700)]).toEqual([true, false]);
    expect([holds(proven(-500), 999), holds(proven(-500), 1_000)]).toEqual([true, false]);
  });

  test("does not shrink with an answer that was overtaken", () => {
    const freshness = proven();
    freshness.prove({ running: SENT.running - 400, wall: SENT.wall - 400 }, 0);
    expect(holds(freshness, 999)).toBe(true);
  });

  test("ends when the machine slept, or the wall clock was set", () => {
    expect([holds(proven(), 10, 60_000), holds(proven(), 10, -1)]).toEqual([false, false]);
  });
});
