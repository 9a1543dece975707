import { describe, expect, test } from "vitest";
import { generateBundle } from "@/tools/sample-data/bundle";
import { MAX_BUNDLE_BYTES, parseBundle } from ".";

const policy = "policies:\n  - uid: first\n    version: 1.0.0\n";
const parse = (text: string) => parseBundle(Buffer.from(text));
const refusedAs = (code: string) => ({ ok: false, errors: [expect.objectContaining({ code })] });

/** The CPU time of `work` in ms. Unlike wall time, it does not depend on other processes. */
function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

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

  test("a billion laughs attack is refused quickly", () => {
    const text = laughs(9);
    expect(
      cpu(() => expect(parse(text)).toMatchObject({ ok: false, errors: [{ code: "alias_bomb", line: 4 }] })),
    ).toBeLessThan(500);
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

describe("no input of 5 MB takes long", () => {
  const full = (piece: string): string => piece.repeat(Math.floor(MAX_BUNDLE_BYTES / piece.length));
  const pieces = ["-\n", "*a ", "[a]: ", "---\n", "\t", '"', "a\n"];
  const headed: [string, string][] = [
    ["flow list", `[${full("1,")}]`],
    ["folded text", `a: "${full("x\n\n")}`],
    ["literal text", `a: |\n${full(" a\n")}`],
  ];
  const keys = Array.from({ length: 350_000 }, (_, index) => `k${index}: 1\n`).join("");
  const cases: [string, string][] = [
    ...pieces.map((piece): [string, string] => [JSON.stringify(piece), full(piece)]),
    ...headed,
    ["keys", keys],
  ];

  test.each(cases)("%s", (_name, text) => {
    expect(cpu(() => expect(parse(text.slice(0, MAX_BUNDLE_BYTES))).toMatchObject({ ok: false }))).toBeLessThan(5000);
  });
});
