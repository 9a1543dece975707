import { expect, test } from "vitest";
import { readDataUrl } from "./data-url";

const YAML = ["application/x-yaml", "text/plain"];
const base64 = (text: string) => Buffer.from(text).toString("base64");
const codeOf = (url: string): unknown => {
  try {
    return readDataUrl("dataurl", url, YAML).type;
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
};

test("the decoded bytes equal the encoded ones", () => {
  const text = "policies:\n  - uid: ümläut\n";
  for (const head of [
    "data:application/x-yaml;base64,",
    "data:application/x-yaml;charset=utf-8;base64,",
    "DATA:Application/X-YAML;BASE64,",
    "data:;base64,",
  ]) {
    expect(Buffer.from(readDataUrl("dataurl", head + base64(text), YAML).bytes).toString()).toBe(text);
  }
});

test("a wrong type and an invalid data URL have different errors", () => {
  expect(codeOf(`data:image/png;base64,${base64("x")}`)).toBe("unsupported_media_type");
  for (const url of [
    "",
    "policies: []",
    "data:",
    "data:application/x-yaml,plain",
    `https://example.com/;base64,${base64("x")}`,
  ])
    expect(codeOf(url)).toBe("invalid_input");
});

test.each(["a", "ab", "abc", "a===", "ab=c", "YQ", "YQ==YQ==", "Y Q=", "YQ==\n", "_-8=", "é==="])(
  "broken base64 is refused: %j",
  (data) => {
    expect(codeOf(`data:application/x-yaml;base64,${data}`)).toBe("invalid_input");
  },
);

test("seven megabytes are read at once", () => {
  expect(readDataUrl("dataurl", `data:application/x-yaml;base64,${"A".repeat(7_000_000)}`, YAML).bytes.byteLength).toBe(
    5_250_000,
  );
});
