import { expect, test } from "vitest";
import { runInWorker, WorkerFailed } from "./in-worker";

const script = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`);
const LIMITS = { timeoutMs: 30_000, memoryMb: 64 };

test("the first message of a thread is its result", async () => {
  const file = script(
    'import { parentPort, workerData } from "node:worker_threads"; parentPort.postMessage(workerData + 1);',
  );
  expect(await runInWorker(file, 1, LIMITS)).toBe(2);
});

test("a thread that runs out of memory ends without ending the process", async () => {
  const file = script("const all = []; for (;;) all.push({ text: `text ${all.length}` });");
  await expect(runInWorker(file, null, { ...LIMITS, memoryMb: 16 })).rejects.toThrow(WorkerFailed);
});

test("a thread that throws, or ends without a result, is an error", async () => {
  await expect(runInWorker(script("throw new Error('broken')"), null, LIMITS)).rejects.toThrow("broken");
  await expect(runInWorker(script("process.exit(3)"), null, LIMITS)).rejects.toThrow("ended with 3");
});

test("a thread that takes too long is stopped", async () => {
  await expect(runInWorker(script("for (;;);"), null, { ...LIMITS, timeoutMs: 300 })).rejects.toThrow(WorkerFailed);
});

test("a thread that nobody wants any more is stopped, or not even started", async () => {
  const controller = new AbortController();
  const stopped = runInWorker(script("for (;;);"), null, { ...LIMITS, signal: controller.signal });
  controller.abort(new Error("gone"));
  await expect(stopped).rejects.toThrow("gone");
  await expect(runInWorker(script("for (;;);"), null, { ...LIMITS, signal: controller.signal })).rejects.toThrow(
    "gone",
  );
});
