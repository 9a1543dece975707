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

/** Work that runs until it is told to end, and notes that it began. */
function held(name: string, began: string[]) {
  let end = () => {};
  const until = new Promise<void>((resolve) => (end = resolve));
  return { end, work: () => (began.push(name), until) };
}

test("an organization that fills the queue does not keep another from its turn", async () => {
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

test("an organization that waits the most is the one turned away", async () => {
  const queue = createQueue({ concurrency: 1, waiting: 2 });
  const began: string[] = [];
  const running = held("running", began);
  const work = () => queue.run(async () => undefined, { key: "a" });
  const all = [queue.run(running.work), work(), work()];
  await expect(work()).rejects.toBeInstanceOf(QueueFull);
  running.end();
  await Promise.all(all);
});

test("what runs at a time never costs more than the capacity, unless one piece does alone", async () => {
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
