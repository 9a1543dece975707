import { expect, test, vi } from "vitest";
import { createQueue, isQueueFull, QueueFull } from "./bounded-queue";

test("no more run at a time than may, and the others follow in order", async () => {
  const queue = createQueue({ concurrency: 2, waiting: 10 });
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const work = (n: number) => async () => {
    most = Math.max(most, (running += 1));
    order.push(n);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    return { n };
  };
  const all = await Promise.all([0, 1, 2, 3, 4, 5].map((n) => queue.run(work(n))));
  expect(all).toEqual([0, 1, 2, 3, 4, 5].map((n) => ({ n })));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});

test("whoever comes when the line is full is turned away, and let in once there is room", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 1 });
  let finish = () => {};
  const until = new Promise<void>((resolve) => (finish = resolve));
  const work = () => until.then(() => ({ done: true }));
  const [first, second] = [queue.run(work), queue.run(work)];
  await expect(queue.run(work)).rejects.toBeInstanceOf(QueueFull);
  finish();
  expect(await Promise.all([first, second])).toEqual([{ done: true }, { done: true }]);
  expect(await queue.run(work)).toEqual({ done: true });
});

test("work that throws gives its place back", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 0 });
  await expect(queue.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await queue.run(async () => ({ fine: true }))).toEqual({ fine: true });
});

test("who is turned away by a queue of the other bundle knows why", async () => {
  vi.resetModules();
  const other = await import("./bounded-queue");
  expect(other.QueueFull).not.toBe(QueueFull);
  const queue = other.createQueue({ concurrency: 0, waiting: 0 });
  const error: unknown = await queue.run(async () => ({})).catch((reason: unknown) => reason);
  expect(error).not.toBeInstanceOf(QueueFull);
  expect(isQueueFull(error)).toBe(true);
  expect(isQueueFull(new Error("another"))).toBe(false);
});
