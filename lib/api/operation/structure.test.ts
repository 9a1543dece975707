import { describe, expect, test } from "vitest";
import { isMostlyStrings } from "./structure";

const MIB = 1024 * 1024;
const mostly = (json: string) => isMostlyStrings(Buffer.from(json), 1_000);

test("an upload is: its file is one string", () => {
  const upload = {
    query: 'mutation { a(b: "c\\d") }',
    variables: { dataurl: "A".repeat(MIB), path: 'a\\"b'.repeat(50) },
  };
  expect(mostly(JSON.stringify(upload))).toBe(true);
  expect(mostly(JSON.stringify({ slashes: "a/".repeat(MIB) }).replaceAll("/", "\\/"))).toBe(true);
});

const FLOODS: Record<string, (bytes: number) => string> = {
  brackets: (bytes) => "[".repeat(bytes),
  "empty lists": (bytes) => `[${"[],".repeat(bytes / 3)}[]]`,
  numbers: (bytes) => `[${"1,".repeat(bytes / 2)}1]`,
  "empty strings": (bytes) => `[${'"",'.repeat(bytes / 3)}""]`,
  keys: (bytes) => `{${Array.from({ length: bytes / 16 }, (_, i) => `"k${i}":1`).join(",")}}`,
  spaces: (bytes) => `["x"${" ".repeat(bytes)}]`,
  "quotes in a string": (bytes) => `["${'\\"'.repeat(bytes / 2)}"]`,
  "what follows a string that ends with a backslash": (bytes) => `["x\\\\",${"1,".repeat(bytes / 2)}1]`,
};

describe("what takes long to parse is not", () => {
  test.each(Object.entries(FLOODS))("%s", (_, flood) => {
    expect(mostly(flood(MIB))).toBe(false);
  });
});
