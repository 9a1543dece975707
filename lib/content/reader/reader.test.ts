import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorkers } from "../../../tools/building/server-bundle";
import { generateBundle } from "../../../tools/sample-data/bundle";
import { threadCpuOf } from "../../../tools/testing/timing";
import { parseBundle } from "../parse";
import { INLINE_BYTES, readBundle } from ".";
import { useWorkersIn } from "../../platform/worker/worker-file";

const FOLDER = `dist/testing-reader-${process.pid}`;
const large = Buffer.from(generateBundle({ checks: 100, bytes: 300_000 }));
const folder = pathToFileURL(`${FOLDER}/`);
const ORGANIZATION = "acme";

beforeAll(() => bundleWorkers(FOLDER));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

test("a worker thread returns the same result as the process itself", async () => {
  expect(large.byteLength).toBeGreaterThan(INLINE_BYTES);
  useWorkersIn(folder);
  const read = await readBundle(large, ORGANIZATION);
  expect(read).toEqual({ ok: true, parsed: parseBundle(large) });
});

test("the process is not blocked while a worker thread parses", async () => {
  useWorkersIn(folder);
  const slow = Buffer.from(`policies:\n${"- ? a\n".repeat(15_000)}`);
  const inThread = await threadCpuOf(() => readBundle(slow, ORGANIZATION));
  expect(inThread).toBeLessThan((await threadCpuOf(() => parseBundle(slow))) / 2);
});

test("without a built worker file, bundles are parsed in the process", async () => {
  useWorkersIn(new URL("file:///nowhere/"));
  expect(await readBundle(large, ORGANIZATION)).toMatchObject({ ok: true, parsed: { ok: true } });
});

test("bundles are refused while too many are waiting", async () => {
  useWorkersIn(folder);
  const answers = await Promise.all(Array.from({ length: 12 }, () => readBundle(large, ORGANIZATION)));
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused.length).toBe(12 - 9);
  expect(refused[0]).toMatchObject({ reason: "unavailable" });
});

test("an organization that fills the queue does not block another one", async () => {
  useWorkersIn(folder);
  const flood = Promise.all(Array.from({ length: 9 }, () => readBundle(large, "flooding")));
  expect(await readBundle(large, "another")).toMatchObject({ ok: true });
  expect((await flood).filter((answer) => !answer.ok)).toHaveLength(1);
});
