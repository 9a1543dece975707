import { expect, test } from "vitest";
import { customerErrors, customerOf, metadataText } from "./customer-input";

function typed(subject: string, metadata = ""): FormData {
  const values = new FormData();
  values.set("subject", subject);
  values.set("metadata", metadata);
  return values;
}

test("a form without the fields says nothing about a customer", () => {
  expect(customerOf(new FormData())).toBeUndefined();
  expect(customerErrors(new FormData())).toEqual({});
});

test("empty fields are no subject and no metadata", () => {
  expect(customerErrors(typed(" ", "\n"))).toEqual({});
  expect(customerOf(typed(" ", "\n"))).toEqual({ subject: null, metadata: {} });
});

test("a subject and metadata are read as they were typed", () => {
  const values = typed(" cus_1 ", ' {"plan": "pro", "seats": [1, null, {"a": true}]} ');
  expect(customerErrors(values)).toEqual({});
  expect(customerOf(values)).toEqual({ subject: "cus_1", metadata: { plan: "pro", seats: [1, null, { a: true }] } });
});

test("metadata that is shown can be read back", () => {
  const metadata = { plan: "pro", nested: { list: [1, "é"] } };
  expect(customerOf(typed("", metadataText(metadata)))?.metadata).toEqual(metadata);
  expect(metadataText({})).toBe("");
});

test.each([
  ["{plan: 1}", /^This is not JSON\. ./],
  ['{"plan": "pro",}', /^This is not JSON\. ./],
  ["[1]", /JSON object/],
  ['"text"', /JSON object/],
  ["null", /JSON object/],
  ['{"id": 12345678901234567890}', /loses digits/],
  [JSON.stringify({ text: "é".repeat(2_050) }), /at most 4096 bytes/],
])("an error is shown for the metadata %j", (metadata, message) => {
  expect(customerErrors(typed("", metadata)).metadata).toMatch(message);
});

test.each(["a/b", "a b", "ü", "x".repeat(201)])("an error is shown for the subject %j", (subject) => {
  expect(customerErrors(typed(subject)).subject).toMatch(/^Use 1 to 200/);
});

test("the secret of a token is no subject", () => {
  expect(customerErrors(typed(`latch_${"aB3".repeat(12)}aB`)).subject).toMatch(/^This is an API token/);
  expect(customerErrors(typed("acct_1032D82eZvKYlo2C"))).toEqual({});
});
