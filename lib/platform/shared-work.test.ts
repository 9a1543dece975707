import { expect, test, vi } from "vitest";
import { SharedWork } from "./shared-work";

/** Work that ends when it is told to. */
function controlled() {
  const finished = new EventTarget();
  const promise = new Promise<string>((resolve) => finished.addEventListener("finished", () => resolve("done")));
  const work = vi.fn((_signal: AbortSignal) => promise);
  return { work, finish: () => finished.dispatchEvent(new Event("finished")), signal: () => work.mock.calls[0]?.[0] };
}

test("what several want at once is done once, for each key", async () => {
  const shared = new SharedWork<string>();
  const { work, finish } = controlled();
  const [first, second, other] = [
    shared.join("a", undefined, work),
    shared.join("a", undefined, work),
    shared.join("b", undefined, work),
  ];
  finish();
  expect(await Promise.all([first, second, other])).toEqual(["done", "done", "done"]);
  expect(work).toHaveBeenCalledTimes(2);
  await shared.join("a", undefined, work);
  expect(work).toHaveBeenCalledTimes(3);
});

test("it is aborted when the last caller has gone, and who comes then starts again", async () => {
  const shared = new SharedWork<string>();
  const { work, finish, signal } = controlled();
  const callers = [new AbortController(), new AbortController()] as const;
  const results = callers.map((caller) => shared.join("a", caller.signal, work));
  callers[0].abort();
  expect(signal()?.aborted).toBe(false);
  callers[1].abort();
  expect(signal()?.aborted).toBe(true);
  const next = shared.join("a", undefined, work);
  expect(work).toHaveBeenCalledTimes(2);
  finish();
  expect(await Promise.all([...results, next])).toEqual(["done", "done", "done"]);
});

test("a caller that had gone before, or that never goes, is counted rightly", async () => {
  const shared = new SharedWork<string>();
  const { work, finish, signal } = controlled();
  const staying = shared.join("a", undefined, work);
  void shared.join("a", AbortSignal.abort(), work);
  expect(signal()?.aborted).toBe(false);
  finish();
  expect(await staying).toBe("done");
});

test("work that fails fails for all, and is forgotten", async () => {
  const shared = new SharedWork<string>();
  const fail = () => Promise.reject(new Error("broken"));
  const both = [shared.join("a", undefined, fail), shared.join("a", undefined, fail)];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await shared.join("a", undefined, async () => "done")).toBe("done");
});
