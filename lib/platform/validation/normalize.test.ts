import { expect, test } from "vitest";
import { line, prose } from "./fields";
import { hasAtMost, hasLongMarkRun, MAX_NORMALIZED, normalizeText } from "./normalize";

const marks = (count: number) => "\u0301".repeat(count / 2) + "\u0316".repeat(count / 2);

test("a text is composed as Unicode defines", () => {
  expect(normalizeText("Gru\u0308ße", "NFC")).toBe("Grüße");
  expect(line(100, "a name").parse("  Gru\u0308ße ")).toBe("Grüße");
  expect(prose(100).parse("e\u0301\r\ne\u0301")).toBe("é\né");
});

test("a text that would take long to normalize is not normalized", () => {
  expect(() => normalizeText("a".repeat(MAX_NORMALIZED + 1), "NFC")).toThrow(RangeError);
  expect(() => normalizeText(`a${marks(4_000)}`, "NFC")).toThrow(RangeError);
  expect(normalizeText(`a${marks(1_000)}`, "NFC")).toHaveLength(1_000);
});

test("a field accepts its maximum number of characters in any normalization form, and no more", () => {
  const decomposed = "\u03b1\u0313\u0300\u0345"; // U+1F82: no character has a longer decomposition
  for (const [field, max] of [
    [line(100, "a name"), 100],
    [prose(1_000), 1_000],
  ] as const) {
    expect(field.safeParse(decomposed.repeat(max)).success).toBe(true);
    expect(field.safeParse(decomposed.repeat(max + 1)).success).toBe(false);
  }
});

test("a letter has at most 30 combining marks, as in the Stream-Safe Text Format", () => {
  expect(hasLongMarkRun(`a${marks(30)}b${marks(30)}`)).toBe(false);
  expect(hasLongMarkRun(`a${marks(32)}`)).toBe(true);
  expect(hasLongMarkRun(`a${"\u{1d165}".repeat(30)}`)).toBe(false);
  expect(line(100, "a name").safeParse(`a${marks(32)}`).error?.issues[0]?.message).toBe(
    "Use fewer combining marks on one letter.",
  );
  expect(hasAtMost(`a${marks(32)}`, 100)).toBe(false);
  expect(hasAtMost("e\u0301".repeat(100), 100)).toBe(true);
});
