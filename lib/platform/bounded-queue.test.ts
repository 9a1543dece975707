import { expect, test, vi } from "vitest";
import { createQueue, isQueueFull, QueueFull } from "./bounded-queue";

test("the queue runs at most its limit at a time, and the rest in order", async () => {
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

test("work is rejected while the queue is full, and accepted once there is room", async () => {
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

test("work that throws frees its slot", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 0 });
  await expect(queue.run(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await queue.run(async () => ({ fine: true }))).toEqual({ fine: true });
});

test("a full queue is recognized even if the error comes from the other bundle", async () => {
  vi.resetModules();
  const other = await import("./bounded-queue");
  expect(other.QueueFull).not.toBe(QueueFull);
  const queue = other.createQueue({ concurrency: 0, waiting: 0 });
  const error: unknown = await queue.run(async () => ({})).catch((reason: unknown) => reason);
  expect(error).not.toBeInstanceOf(QueueFull);
  expect(isQueueFull(error)).toBe(true);
  expect(isQueueFull(new Error("another"))).toBe(false);
});

/** Work that records its start and runs until it is released. */
function held(name: string, began: string[]) {
  let end = () => {};
  const until = new Promise<void>((resolve) => (end = resolve));
  return { end, work: () => (began.push(name), until) };
}

test("an organization that fills the queue does not block another one", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 4 });
  const began: string[] = [];
  const flood = Array.from({ length: 5 }, (_, index) => held(`a${index}`, began));
  const other = held("b", began);
  const outcomes = flood.map(({ work }) => queue.run(work, { key: "a" }).catch((error: unknown) => error));
  const [first, ...rest] = flood;
  const others = queue.run(other.work, { key: "b" });
  expect(await outcomes[4]).toBeInstanceOf(QueueFull);
  first?.end();
  await outcomes[0];
  other.end();
  await others;
  for (const { end } of rest) end();
  expect(await Promise.all(outcomes.slice(1, 4))).toEqual([undefined, undefined, undefined]);
  expect(began).toEqual(["a0", "b", "a1", "a2", "a3"]);
});

test("a full queue rejects work of the organization with the most waiting", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 2 });
  const began: string[] = [];
  const running = held("running", began);
  const work = () => queue.run(async () => undefined, { key: "a" });
  const all = [queue.run(running.work), work(), work()];
  await expect(work()).rejects.toBeInstanceOf(QueueFull);
  running.end();
  await Promise.all(all);
});

test("work of a higher priority replaces the newest of a lower one when every key has one waiting", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 3 });
  const began: string[] = [];
  const running = held("running", began);
  const first = queue.run(running.work, { key: "running" });
  const wait = (name: string, priority?: number) =>
    queue
      .run(async () => void began.push(name), { key: name, ...(priority !== undefined && { priority }) })
      .catch((error: unknown) => error);
  const [oldest, middle, newest] = [wait("oldest"), wait("middle"), wait("newest")];
  const preferred = wait("preferred", 1);
  expect(await newest).toBeInstanceOf(QueueFull);
  expect(await wait("late")).toBeInstanceOf(QueueFull);
  running.end();
  expect(await Promise.all([first, oldest, middle, preferred])).toEqual([undefined, undefined, undefined, undefined]);
  expect(began).toEqual(["running", "oldest", "middle", "preferred"]);
});

test("priority gives a key one place in a full queue, and none taken from its equals", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 2 });
  const began: string[] = [];
  const running = held("running", began);
  const wait = (key: string, priority: number) =>
    queue.run(async () => void began.push(key), { key, priority }).catch((error: unknown) => error);
  const first = queue.run(running.work);
  const [low, a] = [wait("low", 0), wait("a", 1)];
  expect(await wait("a", 1)).toBeInstanceOf(QueueFull);
  const b = wait("b", 1);
  expect(await low).toBeInstanceOf(QueueFull);
  expect(await wait("c", 1)).toBeInstanceOf(QueueFull);
  running.end();
  await Promise.all([first, a, b]);
  expect(began).toEqual(["running", "a", "b"]);
});

test("running work never costs more than the capacity, unless a single piece does", async () => {
  const queue = createQueue({ concurrency: 10, waiting: 100, capacity: 10 });
  let [cost, most, alone] = [0, 0, false];
  const work = (own: number) => async () => {
    cost += own;
    if (own > 10) alone = cost === own;
    else most = Math.max(most, cost);
    await new Promise((resolve) => setTimeout(resolve, 1));
    cost -= own;
  };
  await Promise.all([4, 4, 4, 25, 1, 9, 10, 2].map((own) => queue.run(work(own), { cost: own })));
  expect([most <= 10, most > 4, alone]).toEqual([true, true, true]);
});
