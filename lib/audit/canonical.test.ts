import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, chainMac, type Json } from "./canonical";

const values = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json")),
    fc.dictionary(fc.string(), tie("json"), { noNullPrototype: true }),
  ),
})).json;

/** The same value with every object's keys in reverse order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

test("equal values have equal bytes, regardless of key order", () => {
  fc.assert(fc.property(values, (value) => void expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))));
});

test("the bytes are the value's JSON, so different values have different bytes", () => {
  fc.assert(
    fc.property(
      values,
      (value) => void expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
    ),
  );
});

test("keys are sorted by code unit, without white space (RFC 8785 section 3.2)", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "é" }], a: true, B: "" })).toBe(
    '{"B":"","a":true,"b":[1,{"c":"é","d":null}]}',
  );
});

test("a MAC is HMAC-SHA-256 over the previous MAC and the event", () => {
  const [key, previous, event] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.from("{}")];
  const expected = createHmac("sha256", key)
    .update(Buffer.concat([previous, event]))
    .digest();
  expect(chainMac(key, previous, event)).toEqual(expected);
});
