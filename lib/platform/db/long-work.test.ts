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
  const results = await Promise.all(Array.from({ length: 30 }, () => queueLongWork({ organizationId: "acme" }, work)));
  expect(most).toBe(1);
  expect(results.filter(({ ok }) => ok)).toHaveLength(21);
  expect(results.find(({ ok }) => !ok)).toMatchObject({ reason: "unavailable", detail: { retryAfterSeconds: 15 } });
});

test("a task that throws does not block the next one", async () => {
  await expect(queueLongWork({ organizationId: "acme" }, () => Promise.reject(new Error("broken")))).rejects.toThrow(
    "broken",
  );
  expect(await queueLongWork({ organizationId: "acme" }, async () => ({ ok: true }))).toEqual({ ok: true });
});

test("an organization that fills the queue keeps no urgent task of another one from its turn", async () => {
  const order: string[] = [];
  let release: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (release = resolve));
  const task =
    (name: string, wait = Promise.resolve()) =>
    () =>
      wait.then(() => ({ ok: true as const, order: order.push(name) }));
  const noisy = Array.from({ length: 30 }, (_, n) =>
    queueLongWork({ organizationId: "noisy" }, task(`noisy ${n}`, n === 0 ? first : undefined)),
  );
  const other = queueLongWork({ organizationId: "other", isUrgent: true }, task("other"));
  release();
  expect((await other).ok).toBe(true);
  await Promise.all(noisy);
  expect(order.indexOf("other")).toBeLessThanOrEqual(1);
});
