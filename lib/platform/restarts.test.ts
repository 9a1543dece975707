import { expect, test } from "vitest";
import { Restarts } from "./restarts";

test("the wait doubles up to its maximum while a process keeps failing at its start", () => {
  const restarts = new Restarts();
  const waits = Array.from({ length: 9 }, () => restarts.next(50));
  expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
});

test("a process that had run for a while is restarted soon", () => {
  const restarts = new Restarts();
  for (let i = 0; i < 9; i += 1) restarts.next(50);
  expect(restarts.next(60_000)).toBe(100);
});

test("a long run resets the failure count", () => {
  const restarts = new Restarts({ maxDelayMs: 300 });
  expect([restarts.next(50), restarts.next(50), restarts.next(50), restarts.failures]).toEqual([100, 200, 300, 3]);
  restarts.next(60_000);
  expect(restarts.failures).toBe(1);
});
