import { constants, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { generateReport } from "@/tools/sample-data/report";
import { MAX_ASSETS, MAX_REPORT_BYTES, MAX_SCORES, parseReport } from ".";
import { parse } from "./testing";

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
    const before = process.cpuUsage().user;
    expect(await parse(bomb, { gzip: true })).toMatchObject({ ok: false, reason: "too_large" });
    expect(process.cpuUsage().user - before).toBeLessThan(3_000_000);
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

describe("no input of 20 MB takes long", () => {
  const fill = (piece: string): string => piece.repeat(Math.floor((MAX_REPORT_BYTES - 100) / piece.length));
  const cases: [string, string][] = [
    ["escapes", `{"data":{"x":"${fill("\\n")}"}}`],
    ["numbers", `{"data":{"x":[${fill("1,")}1]}}`],
    ["empty objects", `{"data":{"x":[${fill("{},")}1]}}`],
    ["line ends", `{"data":{}${fill("\n")}}`],
  ];

  test.each(cases)("%s", async (_name, report) => {
    const before = process.cpuUsage().user;
    expect(await parse(report)).toMatchObject({ ok: true });
    expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
  });

  test("two megabytes in chunks of one byte", async () => {
    const before = process.cpuUsage().user;
    expect(await parse(padded(2_000_000), { size: 1 })).toMatchObject({ ok: true });
    expect(process.cpuUsage().user - before).toBeLessThan(5_000_000);
  });
});
