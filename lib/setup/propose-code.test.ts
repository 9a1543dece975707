import { expect, test } from "vitest";
import { proposeCode } from "./propose-code";

test.each([
  ["Acme Security Operations", "ASO"],
  ["Acme", "ACME"],
  ["Österreichische Bundesbahnen", "OB"],
  ["3M", "3M"],
  ["X", "ORG"],
  ["Пример", "ORG"],
  ["a b c d e f g h i j k l", "ABCDEFGHIJ"],
])("“%s” is proposed the code %s", (name, code) => {
  expect(proposeCode(name)).toBe(code);
  expect(code).toMatch(/^[A-Z0-9]{2,10}$/);
});
