import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { acceptedCoding, compressText, matchesEtag } from "./content-coding";

test.each([
  ["gzip, deflate, br, zstd", "br"],
  ["gzip, deflate", "gzip"],
  ["br;q=0.5, gzip", "gzip"],
  ["br;q=0, gzip;q=0.1", "gzip"],
  ["GZIP", "gzip"],
  ["*", "br"],
  ["*, br;q=0", "gzip"],
  ["*;q=0", undefined],
  ["identity", undefined],
  ["brx, xgzip", undefined],
  ["", undefined],
  [undefined, undefined],
])("Accept-Encoding %j chooses %j", (header, coding) => {
  expect(acceptedCoding(header, ["br", "gzip"])).toBe(coding);
});

test("each coding is the same text, with an ETag of its own", async () => {
  const text = JSON.stringify({ letters: "é".repeat(1_000) });
  const compressed = await compressText(text);
  const [br, gzip, plain] = ["br", "gzip", undefined].map((header) => compressed.for(header));
  expect(brotliDecompressSync(br?.body ?? "").toString()).toBe(text);
  expect(gunzipSync(gzip?.body ?? "").toString()).toBe(text);
  expect(Buffer.from(plain?.body ?? []).toString()).toBe(text);
  expect(new Set([br, gzip, plain].map((form) => form?.headers.etag)).size).toBe(3);
  expect([br, gzip, plain].map((form) => form?.headers.vary)).toEqual(Array(3).fill("Accept-Encoding"));
  expect([br, gzip, plain].map((form) => form?.headers["content-encoding"])).toEqual(["br", "gzip", undefined]);
});

test("what a server in front compresses has a weak ETag", async () => {
  const { plain } = await compressText("text");
  expect(plain.headers.etag).toMatch(/^W\/"/);
  expect(matchesEtag(plain.headers.etag, plain.headers.etag)).toBe(true);
});

test.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ["*", true],
  ['"b"', false],
  ["a", false],
  [undefined, false],
])("If-None-Match %j against the ETag a: %j", (header, matches) => {
  expect(matchesEtag(header, '"a"')).toBe(matches);
});
