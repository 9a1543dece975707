import { createHash } from "node:crypto";
import { deflateSync, gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateReport } from "@/tools/sample-data/report";
import { parseReport, type ReportAccepted } from ".";
import { parse, pieces } from "./testing";

const text = generateReport({ form: "full", assets: 4, scoresPerAsset: 6, failedAssets: 1 });
const compressed = gzipSync(text);

async function accepted(...input: Parameters<typeof parse>): Promise<ReportAccepted> {
  const result = await parse(...input);
  if (!result.ok) throw new Error(`Refused: ${result.message}`);
  return result;
}

describe("gzip", () => {
  test("a compressed report has the same result", async () => {
    const plain = await accepted(text);
    expect(await accepted(compressed, { gzip: true })).toEqual(plain);
    expect(await accepted(gzipSync(text, { level: 1 }), { gzip: true, size: 5 })).toEqual(plain);
  });

  test("the stored bytes decompress to the original bytes", async () => {
    expect(gunzipSync((await accepted(text)).gzip).toString()).toBe(text);
    expect(gunzipSync((await accepted(compressed, { gzip: true })).gzip).toString()).toBe(text);
  });

  test("a truncated one is refused, wherever it ends", async () => {
    for (let length = 1; length < compressed.length; length += 97) {
      expect(await parse(compressed.subarray(0, length), { gzip: true })).toMatchObject({
        ok: false,
        reason: "truncated",
      });
    }
  });

  test("no bytes at all are refused", async () => {
    expect(await parse(Buffer.alloc(0), { gzip: true })).toMatchObject({ ok: false });
  });

  test("plain or differently compressed bytes are refused", async () => {
    expect(await parse(text, { gzip: true })).toMatchObject({ ok: false, reason: "bad_gzip" });
    expect(await parse(deflateSync(text), { gzip: true })).toMatchObject({ ok: false, reason: "bad_gzip" });
  });

  test("the checksum detects a changed byte", async () => {
    const changed = Buffer.from(compressed);
    changed.writeUInt8(changed.readUInt8(changed.length - 8) ^ 1, changed.length - 8);
    expect(await parse(changed, { gzip: true })).toMatchObject({ ok: false, reason: "bad_gzip" });
  });

  test("compressed bytes without Content-Encoding are refused", async () => {
    expect(await parse(compressed)).toMatchObject({ ok: false, reason: "not_utf8" });
  });
});

describe("the digest", () => {
  test("is the SHA-256 of the decompressed bytes", async () => {
    expect((await accepted(compressed, { gzip: true })).digest).toBe(createHash("sha256").update(text).digest("hex"));
  });

  test("differs if one space is added", async () => {
    expect((await accepted(`${text} `)).digest).not.toBe((await accepted(text)).digest);
  });
});

describe("pieces", () => {
  test("of any size have the same result, also if they split UTF-8 and escapes", async () => {
    const tricky =
      '{"errors":{"\\ud83d\\ude00é😀":"naïve – \\u00e9\\n\\\\\\""},"data":{"a":[-1.5e-3,true,null,"\u2028"]}}';
    const whole = await accepted(tricky);
    expect(whole.assets).toMatchObject([{ mrn: "😀é😀", error: 'naïve – é\n\\"' }]);
    for (let size = 1; size < 20; size += 1) expect(await accepted(tricky, { size })).toEqual(whole);
  });

  test("are read up to the first error, and the source is ended", async () => {
    let ended = false;
    let served = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          served += 1;
          yield Buffer.from("[".repeat(65_536));
        }
      } finally {
        ended = true;
      }
    }
    expect(await parseReport(endless())).toMatchObject({ ok: false, reason: "wrong_shape" });
    expect(served).toBeLessThan(64);
    await expect.poll(() => ended).toBe(true);
  });

  test("that end with an error of the source throw that error", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("{");
      throw new Error("connection reset");
    }
    await expect(parseReport(broken())).rejects.toThrow("connection reset");
    await expect(parseReport(broken(), { gzip: true })).rejects.toThrow("connection reset");
  });
});

describe("anything", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.json().map((json) => Buffer.from(json)),
  );

  test("never throws", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, fc.boolean(), fc.integer({ min: 1, max: 40 }), async (input, gzip, size) => {
        expect(await parseReport(pieces(input, size), { gzip })).toHaveProperty("ok");
      }),
      { numRuns: 300 },
    );
  });
});
