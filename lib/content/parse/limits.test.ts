import { describe, expect, test } from "vitest";
import { generateBundle } from "@/tools/sample-data/bundle";
import { measureGrowth } from "@/tools/testing/growth";
import { MAX_BUNDLE_BYTES, parseBundle } from ".";
import { HOSTILE_TEXTS } from "./testing";

const policy = "policies:\n  - uid: first\n    version: 1.0.0\n";
const parse = (text: string) => parseBundle(Buffer.from(text));
const refusedAs = (code: string) => ({ ok: false, errors: [expect.objectContaining({ code })] });

describe("size", () => {
  test("a bundle of exactly 5 MiB is accepted", () => {
    expect(parse(generateBundle({ checks: 1700, bytes: MAX_BUNDLE_BYTES }))).toMatchObject({ ok: true });
  });

  test("a bundle of 6 MB is refused without parsing", () => {
    expect(parse(generateBundle({ bytes: 6_000_000 }))).toEqual({
      ...refusedAs("too_large"),
      warnings: [],
      moreErrors: 0,
      moreWarnings: 0,
    });
  });

  test("bytes count, not characters", () => {
    expect(parse(`# ${"é".repeat(MAX_BUNDLE_BYTES / 2)}`)).toMatchObject(refusedAs("too_large"));
  });
});

describe("depth", () => {
  test.each(["[", "{a: ", "- ", "? ", "!x [", "[{"])("thousands of nested %j are refused", (opening) => {
    expect(parse(`${policy}x: ${opening.startsWith("-") ? "\n  " : ""}${opening.repeat(100_000)}`)).toMatchObject({
      ok: false,
    });
  });

  test("the error names the place that is too deep", () => {
    expect(parse(`x: ${"[".repeat(100)}`)).toMatchObject({
      ok: false,
      errors: [{ code: "too_deep", line: 1, column: 67 }],
    });
  });

  test("a reasonable depth is accepted", () => {
    expect(parse(`${policy}x: ${"[".repeat(50)}${"]".repeat(50)}\n`)).toMatchObject({ ok: true });
  });
});

describe("aliases", () => {
  const laughs = (levels: number): string => {
    const lines = ["l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"];
    for (let level = 1; level <= levels; level += 1) {
      lines.push(`l${level}: &l${level} [${Array.from({ length: 10 }, () => `*l${level - 1}`).join(", ")}]`);
    }
    return `${lines.join("\n")}\n${policy}`;
  };

  test("a billion laughs attack is refused before it is expanded, however many levels follow", () => {
    for (const levels of [4, 9, 1_000])
      expect(parse(laughs(levels))).toMatchObject({ ok: false, errors: [{ code: "alias_bomb", line: 4 }] });
  });

  test("a few nested aliases are accepted", () => {
    expect(parse(laughs(2))).toMatchObject({ ok: true });
  });

  test("a hundred thousand aliases of one long list are refused", () => {
    expect(parse(`${policy}a: &a [1, 2, 3]\nb: [${"*a, ".repeat(100_000)}]\n`)).toMatchObject(refusedAs("alias_bomb"));
  });

  test("an alias that contains itself is refused", () => {
    expect(parse(`a: &a [*a]\n${policy}`)).toMatchObject(refusedAs("recursive_alias"));
  });

  test("an alias without an anchor is refused", () => {
    expect(parse(`a: *nobody\n${policy}`)).toMatchObject(refusedAs("unknown_alias"));
  });

  test("an alias refers to the last anchor before it", () => {
    const text = "x: &v first\ny: &v second\npolicies:\n  - uid: a\n    name: *v\n    version: 1.0.0\n";
    expect(parse(text)).toMatchObject({ ok: true, policies: [{ name: "second" }] });
  });
});

describe("no input takes longer than in proportion to its size", () => {
  test.each(HOSTILE_TEXTS)("%s", async (_name, textOf) => {
    expect(parse(textOf(MAX_BUNDLE_BYTES / 16))).toMatchObject({ ok: false });
    expect(await measureGrowth(MAX_BUNDLE_BYTES / 128, textOf, parse)).toMatchObject({ linear: true });
  });
});
