import fc from "fast-check";

/** Texts that are known to break programs. */
const HOSTILE_TEXTS = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udfff\ud800",
  `a${"\u0301".repeat(2_000)}${"\u0316".repeat(2_000)}`,
  "\u202e\u2066\ufeff",
  "x".repeat(5_000),
  "0000-01-01T00:00:00Z",
  "0000-06-01T00:00:00+14:00",
  "9999-12-31T23:59:59-14:00",
  "2026-02-31T00:00:00Z",
  "-1",
  "1e400",
  "9007199254740993",
  "99999999999999999999",
  "NaN",
  "null",
  "__proto__",
  "constructor",
  "../../etc/passwd",
  "%00",
  "%ff",
  "'; DROP TABLE x; --",
  "{{7*7}}",
  "$1",
  "$undefined",
  "//captain.api.mondoo.app/spaces/mars-rover",
  "mars-rover",
  "lunalectric",
  "latch_00000000000000000000000000000000000000",
  "00000000-0000-0000-0000-000000000000",
  "ZZZZ====",
] as const;

export const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: "binary", maxLength: 40 }));
const number = fc.constantFrom(0, -0, -1, 1, 0.5, 201, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308);
const deep = fc
  .integer({ min: 1, max: 300 })
  .map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth)) as unknown);

/** Any JSON value. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  deep,
  fc.array(fc.oneof(text, number), { maxLength: 5 }),
  fc.dictionary(text, fc.oneof(text, number), { maxKeys: 4 }),
);

/** A text that HTTP parsers accept in a header. Others are refused before the application sees them. */
export const headerText = text.map((value) => value.replace(/[^\x20-\x7e\x80-\xff]/g, "?").slice(0, 2_000));

/** The text with each lone surrogate replaced by U+FFFD, as encodeURIComponent demands. */
export function wellFormed(value: string): string {
  return Buffer.from(value, "utf8").toString("utf8");
}
