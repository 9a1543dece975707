import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SharedTimeout } from "./shared-timeout";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a wait that ends in time does not time out", () => {
  const giveUp = vi.fn();
  const over = new SharedTimeout(1_000).begin(giveUp);
  vi.advanceTimersByTime(900);
  over();
  vi.advanceTimersByTime(5_000);
  expect(giveUp).not.toHaveBeenCalled();
});

test("a wait that lasts too long times out once, soon after its limit", () => {
  const giveUp = vi.fn();
  new SharedTimeout(1_000).begin(giveUp);
  vi.advanceTimersByTime(999);
  expect(giveUp).not.toHaveBeenCalled();
  vi.advanceTimersByTime(101);
  expect(giveUp).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(giveUp).toHaveBeenCalledTimes(1);
});

test("each wait has its own start", () => {
  const timeout = new SharedTimeout(1_000);
  const [first, second] = [vi.fn(), vi.fn()];
  timeout.begin(first);
  vi.advanceTimersByTime(600);
  timeout.begin(second);
  vi.advanceTimersByTime(500);
  expect(first).toHaveBeenCalled();
  expect(second).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600);
  expect(second).toHaveBeenCalled();
});

test("no timer runs while there are no waits", () => {
  const over = new SharedTimeout(1_000).begin(vi.fn());
  over();
  vi.advanceTimersByTime(100);
  expect(vi.getTimerCount()).toBe(0);
});
