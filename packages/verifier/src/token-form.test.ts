import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateToken, isToken as isTokenOfLatchkey } from "../../../lib/access/credentials/token-format";
import { isJwt, isToken } from "./token-form.js";

describe("the form of tokens", () => {
  const word = fc.stringMatching(/^[0-9A-Za-z]{1,9}$/);
  const prefix = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("_"));

  test("is what Latchkey accepts, with any prefix, and with any character changed", () => {
    const position = fc.nat(70);
    const character = fc.constantFrom("", "0", "z", "_", "-", " ", "é");
    fc.assert(
      fc.property(prefix, position, character, (start, at, replaced) => {
        const token = generateToken(start);
        const changed = token.slice(0, at) + replaced + token.slice(at + 1);
        expect(isToken(token)).toBe(isTokenOfLatchkey(token));
        expect(isToken(changed)).toBe(isTokenOfLatchkey(changed));
      }),
    );
  });

  test("is refused for long text at once", () => {
    const begun = performance.now();
    expect(isToken("a_".repeat(5_000_000))).toBe(false);
    expect(isJwt(`${"a".repeat(10_000_000)}.b.c`)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
