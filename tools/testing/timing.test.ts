import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { fastest, threadCpuOf, withoutStalls } from "./timing";

/** Keeps this thread busy. */
function spin(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test("one slow run of several does not count, and a wait in all of them does", async () => {
  const runs = [100, 1, 100];
  expect(await fastest({ enough: 50 }, () => sleep(runs.shift()))).toBeLessThan(50);
  expect(runs).toEqual([100]);
  expect(await fastest({ tries: 2, enough: 50 }, () => sleep(100))).toBeGreaterThan(90);
});

test("time in which the process did not run is not counted, and a wait is", async () => {
  const { ms, result } = await withoutStalls(async () => {
    await sleep(500);
    spin(3_000);
    await sleep(500);
    return "done";
  });
  expect(result).toBe("done");
  expect(ms).toBeGreaterThan(100); // of 1,000, because a busy machine stops this process too
  expect(ms).toBeLessThan(2_900);
});

test("waiting costs no CPU time, and work does", async () => {
  expect(await threadCpuOf(() => sleep(1_000))).toBeLessThan(500);
  expect(await threadCpuOf(() => spin(1_000))).toBeGreaterThan(10);
});
