import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withinAwake } from "./awake-timeout";

function stall(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test("work that never ends times out", async () => {
  await expect(withinAwake(200, "too late", new Promise(() => {}))).rejects.toThrow("too late");
});

test("a stall of the process itself does not count", async () => {
  const work = sleep(100, "done");
  const waiting = withinAwake(1_000, "too late", work);
  stall(1_500);
  expect(await waiting).toBe("done");
});
