import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleWorkers } from "../../../tools/building/server-bundle";
import { generateReport } from "../../../tools/sample-data/report";
import { threadCpuOf } from "../../../tools/testing/timing";
import { useWorkersIn } from "../../platform/worker/worker-file";
import { withReport, type ReportBytes, type ReportRead } from ".";
import { INLINE_BYTES, withCost } from "./cost";
import { parseBytes } from "./parse-bytes";

const FOLDER = `dist/testing-report-reader-${process.pid}`;
const folder = pathToFileURL(`${FOLDER}/`);
beforeAll(() => bundleWorkers(FOLDER));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const MIB = 1024 * 1024;
const costOf = async (report: ReportBytes) => (await withCost(report)).cost;
const plain = (bytes: Uint8Array): ReportBytes => ({ bytes, gzip: false });
const large = Buffer.from(generateReport({ form: "full", assets: 200, scoresPerAsset: 60, failedAssets: 3 }));

/** A report that is small when compressed and possibly as large as allowed when decompressed. */
function suspicious(): ReportBytes {
  const noise = randomBytes(30_000).toString("hex");
  return { bytes: gzipSync(JSON.stringify({ errors: { "//a/1": noise + " ".repeat(INLINE_BYTES) } })), gzip: true };
}

/** A worker thread returns a Uint8Array, never a Buffer. */
const withPlainBytes = (read: object) => ({
  ...read,
  ...("gzip" in read ? { gzip: Buffer.from(read.gzip as Uint8Array) } : {}),
});

test("a worker thread returns the same result as the process itself", async () => {
  useWorkersIn(folder);
  expect(large.byteLength).toBeGreaterThan(INLINE_BYTES);
  for (const report of [plain(large), { bytes: gzipSync(large), gzip: true }]) {
    const read = await withReport("acme", report, async (result) => result);
    expect(withPlainBytes(read)).toEqual(withPlainBytes(await parseBytes(report)));
    expect(read).toMatchObject({ ok: true, counts: { scores: 12_000 } });
  }
});

test("the process is almost idle while a worker thread parses", async () => {
  useWorkersIn(folder);
  const report = plain(
    Buffer.from(generateReport({ form: "full", assets: 200, scoresPerAsset: 500, failedAssets: 3 })),
  );
  const inThread = await threadCpuOf(() => withReport("acme", report, async (result) => result));
  expect(inThread).toBeLessThan((await threadCpuOf(() => parseBytes(report))) / 2);
});

test("without a built worker file, reports are parsed in the process", async () => {
  useWorkersIn(new URL("file:///nowhere/"));
  expect(await withReport("acme", plain(large), async (result) => result)).toMatchObject({ ok: true });
});

describe("the decompressed size of a report", () => {
  test("is exact if the report is not compressed, or small", async () => {
    expect(await costOf(plain(large))).toBe(large.byteLength);
    expect(await costOf({ bytes: gzipSync("{}"), gzip: true })).toBe(2);
    expect(await costOf({ bytes: Buffer.from("not gzip"), gzip: true })).toBe(0);
  });

  test("is otherwise the maximum of gzip, up to the maximum size of a report", async () => {
    const zeros = gzipSync(Buffer.alloc(2 * MIB));
    expect(await costOf({ bytes: zeros, gzip: true })).toBeGreaterThanOrEqual(2 * MIB);
    expect(await costOf(suspicious())).toBe(20 * MIB);
  });
});

describe("with many concurrent reports", () => {
  /** Reads `count` reports; how many were in use at most, and the answers. */
  async function readAll(count: number, key: string) {
    let [running, most] = [0, 0];
    const use = async (read: ReportRead) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      return { ok: true as const, read };
    };
    const answers = await Promise.all(Array.from({ length: count }, () => withReport(key, suspicious(), use)));
    return { most, answers };
  }

  test("two of maximum size are parsed at a time, and others that cannot wait get a retry time", async () => {
    useWorkersIn(new URL("file:///nowhere/"));
    const { most, answers } = await readAll(50, "acme");
    expect(most).toBe(2);
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused).toHaveLength(50 - 2 - 32);
    expect(refused[0]).toMatchObject({ reason: "unavailable", detail: { retryAfterSeconds: 5 } });
  });

  test("an organization that fills the queue does not block another one", async () => {
    useWorkersIn(new URL("file:///nowhere/"));
    const flood = readAll(60, "flooding");
    const others = await readAll(3, "another");
    expect(others.answers.every((answer) => answer.ok)).toBe(true);
    expect((await flood).answers.some((answer) => answer.ok)).toBe(true);
  });
});
