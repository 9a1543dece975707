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

test("a valid bundle is accepted without findings", () => {
  expect(parse(policy)).toMatchObject({
    ok: true,
    warnings: [],
    moreWarnings: 0,
    policies: [{ uid: "first", version: "1.0.0", line: 2 }],
  });
});

describe("an error names its place", () => {
  test("tabs as indentation", () => {
    expect(firstError("policies:\n  - uid: a\n\tname: b\n")).toEqual({ code: "tab_indentation", line: 3, column: 1 });
  });

  test("a duplicate key", () => {
    expect(firstError("policies:\n  - uid: a\n    uid: b\n")).toEqual({ code: "duplicate_key", line: 3, column: 5 });
  });

  test("a duplicate key in an ignored part", () => {
    expect(firstError(`${policy}other: {x: [{k: 1, "k": 2}]}\n`)).toEqual({
      code: "duplicate_key",
      line: 4,
      column: 20,
    });
  });

  test("broken YAML", () => {
    expect(firstError("policies: [a\nb: c\n")).toMatchObject({ code: "yaml_syntax", line: 2 });
  });

  test("bytes that are not UTF-8, at any place", () => {
    const latin1 = Buffer.concat([
      Buffer.from("# ä\npolicies:\n  - uid: "),
      Buffer.from([0xe4, 0x62]),
      Buffer.from("\n"),
    ]);
    expect(firstError(latin1)).toEqual({ code: "not_utf8", line: 3, column: 10 });
  });

  test("an incomplete character at the end of the file", () => {
    expect(firstError(Buffer.from("# é").subarray(0, 3))).toEqual({ code: "not_utf8", line: 1, column: 3 });
  });

  test("UTF-16 is refused", () => {
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

test("a byte order mark, document marks, carriage returns and comments are accepted", () => {
  expect(parse(`\ufeff# comment\r\n---\r\n${policy.replaceAll("\n", "\r\n")}...\r\n`)).toMatchObject({
    ok: true,
    warnings: [],
  });
});

test("an unknown tag is a warning", () => {
  expect(parse("policies:\n  - uid: !special a\n    version: 1.0.0\n")).toMatchObject({
    ok: true,
    warnings: [{ code: "yaml_notice", line: 2 }],
  });
});

test("a merge key is a warning, because YAML 1.2 has none", () => {
  const text = "base: &base {license: MIT}\npolicies:\n  - <<: *base\n    uid: a\n    version: 1.0.0\n";
  expect(parse(text)).toMatchObject({
    ok: true,
    policies: [{ license: null }],
    warnings: [{ code: "merge_key", line: 3 }],
  });
});

test("a hundred errors are listed, and more are counted", () => {
  const result = parse(`policies:\n${"  - name: no uid\n".repeat(250)}`);
  expect(result).toMatchObject({ ok: false, moreErrors: 150, moreWarnings: 150 });
  expect(result.ok || result.errors.map(({ line }) => line)).toEqual(
    Array.from({ length: 100 }, (_, index) => index + 2),
  );
});
