import { expect, test } from "vitest";
import { Restarts } from "./restarts";

test("a worker that keeps failing at its start is started ever more rarely, but never given up", () => {
  const restarts = new Restarts();
  const waits = Array.from({ length: 9 }, () => restarts.next(50));
  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
});

test("one that had worked for a while is started again soon", () => {
  const restarts = new Restarts();
  for (let i = 0; i < 9; i += 1) restarts.next(50);
  expect(restarts.next(60_000)).toBe(100);
});

test("failures are counted in a row, which a long life ends", () => {
  const restarts = new Restarts({ maxDelayMs: 300 });
  expect([restarts.next(50), restarts.next(50), restarts.next(50), restarts.failures]).toEqual([100, 200, 300, 3]);
  restarts.next(60_000);
  expect(restarts.failures).toBe(1);
});
