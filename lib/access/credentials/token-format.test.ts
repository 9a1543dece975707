import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateToken, hasTokenForm, hintOf, isToken, tokenLength } from "./token-format";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const prefixes = fc.oneof(
  fc.stringMatching(/^[0-9A-Za-z]{2,16}$/),
  fc.stringMatching(/^[a-z]{2,7}(_[0-9A-Za-z]{1,7}){1,2}$/),
);

test("a token is the prefix, an underscore and 38 base62 characters: one pattern for a secret scanner", () => {
  expect(generateToken("latch")).toMatch(/^latch_[0-9A-Za-z]{38}$/);
});

test("every generated token is valid, whatever its prefix, and under that one only", () => {
  fc.assert(
    fc.property(prefixes, (prefix) => {
      const token = generateToken(prefix);
      expect(isToken(token)).toBe(true);
      expect(isToken(`x${token}`)).toBe(false);
      expect(hasTokenForm(token, prefix)).toBe(true);
      expect(hasTokenForm(token, `${prefix}x`)).toBe(false);
      expect(token).toHaveLength(tokenLength(prefix));
    }),
  );
});

test("a token with one changed character is never valid", () => {
  fc.assert(
    fc.property(fc.nat(43), fc.constantFrom(...ALPHABET, "-", "_", " ", "é", "\0"), (at, character) => {
      const token = generateToken("latch");
      fc.pre(token[at] !== character);
      expect(isToken(token.slice(0, at) + character + token.slice(at + 1))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("a token with two swapped adjacent characters is never valid", () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 42 }), (at) => {
      const token = generateToken("latch");
      fc.pre(token[at] !== token[at + 1]);
      expect(isToken(`${token.slice(0, at)}${token[at + 1]}${token[at]}${token.slice(at + 2)}`)).toBe(false);
    }),
  );
});

test("arbitrary input is not a token", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void expect(isToken(text)).toBe(false)),
  );
});

describe("a malformed token", () => {
  const token = generateToken("latch");

  test.each([
    ["empty", ""],
    ["shorter", token.slice(0, -1)],
    ["longer", `${token}0`],
    ["with white space", ` ${token}`],
    ["with a line end", `${token}\n`],
    ["in upper case", token.toUpperCase()],
    ["with another prefix", token.replace("latch", "catch")],
    ["twice", token + token],
    ["without a prefix", token.slice(5)],
  ])("%s is invalid", (_, text) => {
    expect(isToken(text)).toBe(false);
  });

  test("has the form of a token even with a wrong checksum, unlike another application's cookie", () => {
    const wrong = token.slice(0, -1) + (token.endsWith("0") ? "1" : "0");
    expect(hasTokenForm(wrong, "latch")).toBe(true);
    expect(isToken(wrong)).toBe(false);
  });
});

test("generated tokens are unique", () => {
  const tokens = Array.from({ length: 20_000 }, () => generateToken("latch"));
  expect(new Set(tokens).size).toBe(tokens.length);
});

test("all characters are equally likely at each random position", () => {
  const counts = new Map<string, number>();
  const samples = 20_000;
  for (let i = 0; i < samples; i += 1)
    for (const character of generateToken("latch").slice(6, 38))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  const expected = (samples * 32) / ALPHABET.length;
  const chiSquare = [...ALPHABET].reduce(
    (sum, character) => sum + ((counts.get(character) ?? 0) - expected) ** 2 / expected,
    0,
  );
  // 61 degrees of freedom: more than 130 in one of a million runs. A plain `byte % 62` scores in the thousands.
  expect(chiSquare).toBeLessThan(130);
});

test("a prefix has 2 to 24 letters and digits in words joined by _", () => {
  for (const prefix of ["ab", "acme_live", "a".repeat(24)]) expect(isToken(generateToken(prefix))).toBe(true);
  for (const prefix of ["", "a", "a".repeat(25), "a-b", "a__b", "_ab", "ab_", "ü1"])
    expect(isToken(generateToken(prefix))).toBe(false);
});

test("the hint shows the prefix and the last four characters", () => {
  const token = generateToken("latch");
  expect(hintOf(token)).toBe(`latch_…${token.slice(-4)}`);
  expect(hintOf(generateToken("acme_live"))).toMatch(/^acme_live_….{4}$/);
});
