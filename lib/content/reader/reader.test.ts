import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleReader } from "../../../tools/building/server-bundle";
import { generateBundle } from "../../../tools/sample-data/bundle";
import { threadCpuOf } from "../../../tools/testing/timing";
import { parseBundle } from "../parse";
import { INLINE_BYTES, readBundle } from ".";
import { ReaderFailed, readInWorker } from "./in-worker";
import { useWorkerFile } from "./worker-file";

const FOLDER = `dist/testing-reader-${process.pid}`;
const large = Buffer.from(generateBundle({ checks: 300, bytes: 900_000 }));
let file: URL;

beforeAll(async () => {
  file = pathToFileURL(await bundleReader(FOLDER));
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test("a thread reads a bundle as the process itself does", async () => {
  expect(large.byteLength).toBeGreaterThan(INLINE_BYTES);
  useWorkerFile(file);
  const read = await readBundle(large);
  expect(read).toEqual({ ok: true, parsed: parseBundle(large) });
});

test("while a thread reads, the process goes on", async () => {
  useWorkerFile(file);
  const slow = Buffer.from(`policies:\n${"- ? a\n".repeat(15_000)}`);
  const inThread = await threadCpuOf(() => readBundle(slow));
  expect(inThread).toBeLessThan((await threadCpuOf(() => parseBundle(slow))) / 2);
});

test("a thread that takes too long is stopped", async () => {
  await expect(readInWorker(file, large, 1)).rejects.toThrow(ReaderFailed);
});

test("a thread that breaks is an error, not a crash", async () => {
  await expect(readInWorker(new URL("data:text/javascript,throw new Error('broken')"), large)).rejects.toThrow(
    "broken",
  );
});

test("without a built thread, bundles are read in the process", async () => {
  useWorkerFile(new URL("file:///nowhere/bundle-reader.mjs"));
  expect(await readBundle(large)).toMatchObject({ ok: true, parsed: { ok: true } });
});

test("more bundles than can wait are turned away for now", async () => {
  useWorkerFile(file);
  const answers = await Promise.all(Array.from({ length: 12 }, () => readBundle(large)));
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused.length).toBe(12 - 9);
  expect(refused[0]).toMatchObject({ reason: "unavailable" });
}, 60_000);
