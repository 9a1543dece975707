import { expect, test } from "vitest";
import { queueLongWork } from "./long-work";

test("long tasks run one at a time, and are rejected when too many wait", async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    return { ok: true as const };
  };
  const results = await Promise.all(Array.from({ length: 30 }, () => queueLongWork(work)));
  expect(most).toBe(1);
  expect(results.filter(({ ok }) => ok)).toHaveLength(21);
  expect(results.find(({ ok }) => !ok)).toMatchObject({ reason: "unavailable", detail: { retryAfterSeconds: 15 } });
});

test("a task that throws does not block the next one", async () => {
  await expect(queueLongWork(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await queueLongWork(async () => ({ ok: true }))).toEqual({ ok: true });
});
