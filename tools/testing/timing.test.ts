import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fastest, threadCpuOf, withoutStalls } from "./timing";

/** Keeps this thread busy. */
function spin(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

describe("on a clock that a busy machine cannot disturb", () => {
  let now = 0;

  /** Lets time pass while this process runs. */
  function pass(ms: number): void {
    for (const end = now + ms; now < end;) {
      now += 10;
      vi.advanceTimersByTime(10);
    }
  }

  /** Lets time pass while this process is stopped. */
  function stall(ms: number): void {
    now += ms;
  }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    vi.spyOn(performance, "now").mockImplementation(() => now);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test("one slow run of several does not count, and a wait in all of them does", async () => {
    const runs = [100, 10, 100];
    const work = (ms: number) => Promise.resolve(pass(ms));
    expect(await fastest({ enough: 50 }, () => work(runs.shift() ?? 0))).toBe(10);
    expect(runs).toEqual([100]);
    expect(await fastest({ tries: 2, enough: 50 }, () => work(100))).toBe(100);
  });

  test("time in which the process did not run is not counted, and a wait is", async () => {
    const { ms, result } = await withoutStalls(() => {
      pass(500);
      stall(3_000);
      pass(500);
      return Promise.resolve("done");
    });
    expect(result).toBe("done");
    expect(ms).toBe(1_000);
  });

  test("a process that does not run until the work has ended is not counted either", async () => {
    const { ms } = await withoutStalls(() => {
      pass(500);
      stall(3_000);
      return Promise.resolve();
    });
    expect(ms).toBeLessThanOrEqual(510);
  });
});

test("waiting costs no CPU time, and work does", async () => {
  expect(await threadCpuOf(() => sleep(1_000))).toBeLessThan(500);
  expect(await threadCpuOf(() => spin(1_000))).toBeGreaterThan(10);
});
