import { constants, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { generateReport } from "@/tools/sample-data/report";
import { measureGrowth } from "@/tools/testing/growth";
import { MAX_ASSETS, MAX_REPORT_BYTES, MAX_SCORES, parseReport } from ".";
import { HOSTILE_REPORTS, parse, pieces } from "./testing";

const padded = (bytes: number): string => {
  const [head, tail] = ['{"data":{"x":"', '"}}'];
  return `${head}${"a".repeat(bytes - head.length - tail.length)}${tail}`;
};

describe("size", () => {
  test("a report of exactly 20 MiB is accepted, one byte more is not", async () => {
    expect(await parse(padded(MAX_REPORT_BYTES))).toMatchObject({ ok: true, bytes: MAX_REPORT_BYTES });
    expect(await parse(padded(MAX_REPORT_BYTES + 1))).toMatchObject({ ok: false, reason: "too_large" });
  });

  test("a gzip bomb is refused when it passes the limit, not when it has been decompressed", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, " "));
    let pulled = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(bomb, 1_000)) {
        pulled += piece.byteLength;
        yield piece;
      }
    }
    expect(await parseReport(counted(), { gzip: true })).toMatchObject({ ok: false, reason: "too_large" });
    // A tenth of the bomb makes a report of the largest size; streams read ahead.
    expect(pulled).toBeLessThan(bomb.byteLength / 2);
  });

  test("endless compressed bytes that decompress to nothing are refused", async () => {
    const empty = gzipSync("", { finishFlush: constants.Z_FULL_FLUSH });
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield empty;
      for (;;) yield Buffer.alloc(65_535, Buffer.from([0, 0, 0, 0xff, 0xff]));
    }
    expect(await parseReport(endless(), { gzip: true })).toMatchObject({ ok: false, reason: "too_large" });
  });
});

describe("numbers", () => {
  test("a report with 50,000 assets that all failed is accepted", async () => {
    const report = generateReport({ assets: 0, failedAssets: 50_000 });
    expect(await parse(report)).toMatchObject({ ok: true, counts: { assets: 50_000, scores: 0, errors: 50_000 } });
  });

  test("more than MAX_ASSETS are refused", async () => {
    const assets = Array.from({ length: MAX_ASSETS + 1 }, (_, index) => `"${index}":{}`).join();
    expect(await parse(`{"assets":{${assets}}}`)).toMatchObject({
      ok: false,
      reason: "too_many_assets",
      path: `assets["${MAX_ASSETS}"]`,
    });
  });

  test("more than MAX_SCORES are refused, even if each is tiny", async () => {
    const scores = Array.from({ length: MAX_SCORES + 1 }, (_, index) => `"${index}":{}`).join();
    expect(await parse(`{"scores":{"a":{"values":{${scores}}}}}`)).toMatchObject({
      ok: false,
      reason: "too_many_scores",
    });
  });
});

describe("no input takes longer than in proportion to its size", () => {
  test.each(HOSTILE_REPORTS)("%s", async (_name, reportOf) => {
    expect(await parse(reportOf(MAX_REPORT_BYTES / 16))).toMatchObject({ ok: true });
    expect(await measureGrowth(MAX_REPORT_BYTES / 64, reportOf, (report) => parse(report))).toMatchObject({
      linear: true,
    });
  });

  test("chunks of one byte", async () => {
    const inPieces = (report: string) => parse(report, { size: 1 });
    expect(await inPieces(padded(2_000_000))).toMatchObject({ ok: true });
    expect(await measureGrowth(50_000, padded, inPieces)).toMatchObject({ linear: true });
  });
});
