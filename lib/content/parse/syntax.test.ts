import { describe, expect, test } from "vitest";
import { parseBundle } from ".";
import type { Finding } from ".";

const policy = "policies:\n  - uid: first\n    version: 1.0.0\n";
const parse = (text: string | Uint8Array) => parseBundle(typeof text === "string" ? Buffer.from(text) : text);

function firstError(text: string | Uint8Array): Pick<Finding, "code" | "line" | "column"> {
  const result = parse(text);
  if (result.ok) throw new Error("The bundle was accepted");
  const { code, line, column } = result.errors[0] ?? expect.unreachable();
  return { code, line, column };
}

test("a bundle that is fine is accepted without a word", () => {
  expect(parse(policy)).toMatchObject({
    ok: true,
    warnings: [],
    moreWarnings: 0,
    policies: [{ uid: "first", version: "1.0.0", line: 2 }],
  });
});

describe("the place of an error is told", () => {
  test("tabs as indentation", () => {
    expect(firstError("policies:\n  - uid: a\n\tname: b\n")).toEqual({ code: "tab_indentation", line: 3, column: 1 });
  });

  test("a key that stands twice", () => {
    expect(firstError("policies:\n  - uid: a\n    uid: b\n")).toEqual({ code: "duplicate_key", line: 3, column: 5 });
  });

  test("a key that stands twice in a part that nobody reads", () => {
    expect(firstError(`${policy}other: {x: [{k: 1, "k": 2}]}\n`)).toEqual({
      code: "duplicate_key",
      line: 4,
      column: 20,
    });
  });

  test("broken YAML", () => {
    expect(firstError("policies: [a\nb: c\n")).toMatchObject({ code: "yaml_syntax", line: 2 });
  });

  test("bytes that are not UTF-8, wherever they stand", () => {
    const latin1 = Buffer.concat([
      Buffer.from("# ä\npolicies:\n  - uid: "),
      Buffer.from([0xe4, 0x62]),
      Buffer.from("\n"),
    ]);
    expect(firstError(latin1)).toEqual({ code: "not_utf8", line: 3, column: 10 });
  });

  test("a character that the end of the file cuts in two", () => {
    expect(firstError(Buffer.from("# é").subarray(0, 3))).toEqual({ code: "not_utf8", line: 1, column: 3 });
  });

  test("UTF-16 is not taken for UTF-8", () => {
    expect(firstError(Buffer.from(`\ufeff${policy}`, "utf16le"))).toMatchObject({
      code: "not_utf8",
      line: 1,
      column: 1,
    });
  });

  test("control characters", () => {
    expect(firstError("policies:\n  - uid: a\u0007b\n")).toEqual({ code: "control_character", line: 2, column: 11 });
  });

  test("a second document", () => {
    expect(firstError(`${policy}---\n${policy}`)).toEqual({ code: "multiple_documents", line: 4, column: 1 });
  });

  test("another version of YAML", () => {
    expect(firstError(`%YAML 1.1\n---\n${policy}`)).toMatchObject({ code: "yaml_version", line: 1 });
  });
});

test("a byte order mark, document marks, carriage returns and comments are no trouble", () => {
  expect(parse(`\ufeff# comment\r\n---\r\n${policy.replaceAll("\n", "\r\n")}...\r\n`)).toMatchObject({
    ok: true,
    warnings: [],
  });
});

test("a tag that nobody knows is a warning", () => {
  expect(parse("policies:\n  - uid: !special a\n    version: 1.0.0\n")).toMatchObject({
    ok: true,
    warnings: [{ code: "yaml_notice", line: 2 }],
  });
});

test("a merge key is a warning, since YAML 1.2 has none", () => {
  const text = "base: &base {license: MIT}\npolicies:\n  - <<: *base\n    uid: a\n    version: 1.0.0\n";
  expect(parse(text)).toMatchObject({
    ok: true,
    policies: [{ license: null }],
    warnings: [{ code: "merge_key", line: 3 }],
  });
});

test("of many errors a hundred are told and the rest is counted", () => {
  const result = parse(`policies:\n${"  - name: no uid\n".repeat(250)}`);
  expect(result).toMatchObject({ ok: false, moreErrors: 150, moreWarnings: 150 });
  expect(result.ok || result.errors.map(({ line }) => line)).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 2),
  );
});
